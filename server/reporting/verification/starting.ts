/** What people do with verifications: begin a run, make links, look again, note an order. */
import type { EntityManager } from "@mikro-orm/postgresql";
import {
  Conflict,
  InvalidInput,
  isRefusal,
  NotFound,
  type IdempotencyKeyReused,
} from "../../platform/api/refusal.ts";
import { pgArray } from "../../platform/db/array.ts";
import { hold } from "../../platform/db/locks.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import { addTestLinks } from "../../partnership/links/test-links.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import { readBoard } from "./boards.ts";
import { readPartners } from "./partners.ts";
import { settle } from "./settling.ts";
import {
  CreateTestLinksOk,
  RecheckVerificationOk,
  RecordTestOrderOk,
  VerificationRunOk,
  type StartVerificationInput,
} from "./verification-changes.types.ts";
import { Verification, VerificationRun } from "./verification.entity.ts";
import { ownProgram, verification, verificationRun } from "./verifications.ts";

const namedMax = 100;
const settledAtOnce = 500;

/** Whom a run covers: those named, all, or all who are not verified. */
async function coveredBy(
  ctx: Context,
  tx: EntityManager,
  program: Program,
  { scope, partnerIds }: StartVerificationInput,
): Promise<string[] | InvalidInput | NotFound | Conflict> {
  if (scope === "ONE") return readPartners(tx, program, partnerIds ?? [], namedMax, "input");
  if (partnerIds && partnerIds.length > 0)
    return new InvalidInput("BAD_IDS", "Partners are named with the scope ONE alone", [
      "input",
      "partnerIds",
    ]);
  const { rows } = await readBoard({ ...ctx, em: tx }, program);
  const covered = rows
    .filter(({ result }) => scope === "ALL" || result !== "VERIFIED")
    .map(({ facts }) => facts.partnerId);
  if (covered.length > 0) return covered;
  return new Conflict(
    "NOTHING_CHANGES",
    rows.length === 0
      ? "There is no partner to verify: invite one first"
      : "Every partner is verified: begin a run for all, or for one",
    ["input", "scope"],
  );
}

/** Of each partner it begins anew: what was found of the run before stands for nothing. */
const coverSql = `insert into verification as v (
    id,
    brand_account_id,
    partner_account_id,
    program_id,
    run_id,
    started_at
  )
  select n.id, ?, n.partner, ?, ?, ?
  from unnest(?::uuid[], ?::uuid[]) n(id, partner)
  on conflict (program_id, partner_account_id) do update
  set run_id = excluded.run_id,
    started_at = excluded.started_at,
    click_id = null,
    click_at = null,
    click = null,
    agrees = null,
    differs_at = null,
    request_id = null,
    credited_to = null,
    order_number = null,
    ordered_at = null,
    order_recorded_by = null,
    found_hash = null,
    result = 'WAITING'`;

async function addRun(
  ctx: Context,
  tx: EntityManager,
  program: Program,
  input: StartVerificationInput,
  partnerIds: readonly string[],
): Promise<string> {
  const run = tx.create(VerificationRun, {
    id: ctx.newId(ctx.clock()),
    brandAccountId: program.brandAccountId,
    programId: program.id,
    scope: input.scope,
    country: input.country ?? program.marketplace,
    device: input.device,
    partners: partnerIds.length,
    startedBy: actorId(ctx),
    startedAt: now(ctx),
  });
  await tx.flush();
  await tx.execute(coverSql, [
    program.brandAccountId,
    program.id,
    run.id,
    run.startedAt,
    pgArray(partnerIds.map(() => ctx.newId(ctx.clock()))),
    pgArray(partnerIds),
  ]);
  return run.id;
}

export async function startVerification(
  ctx: Context,
  input: StartVerificationInput,
  idempotencyKey: string,
): Promise<VerificationRunOk | InvalidInput | NotFound | Conflict | IdempotencyKeyReused> {
  return mutation(
    ctx,
    "startVerification",
    { input, key: idempotencyKey },
    async (tx) => {
      const inside = { ...ctx, em: tx };
      const program = await ownProgram(inside, input.programId);
      if (!program) return NotFound.of("program", "input", "programId");
      await hold(tx, "VERIFICATION", program.id);
      const covered = await coveredBy(ctx, tx, program, input);
      if (isRefusal(covered)) return covered;
      const id = await addRun(ctx, tx, program, input, covered);
      // Of many the worker writes down how they stand; of a few it is seen at once.
      if (covered.length <= settledAtOnce) await settle(inside, program, covered);
      return id;
    },
    answer(VerificationRunOk, verificationRun),
  );
}

/** The figures of the answer, as they are kept under the intent's key. */
const linksMade = async (_ctx: Context, figures: string): Promise<CreateTestLinksOk> => {
  const [created = 0, kept = 0] = figures.split("/").map(Number);
  return new CreateTestLinksOk(created, kept);
};

export interface TestLinksAsked {
  programId: string;
  /** Null: all. */
  partnerIds: string[] | null;
}
export async function createTestLinks(
  ctx: Context,
  input: TestLinksAsked,
  idempotencyKey: string,
): Promise<CreateTestLinksOk | InvalidInput | NotFound | IdempotencyKeyReused> {
  return mutation(
    ctx,
    "createTestLinks",
    { input, key: idempotencyKey },
    async (tx) => {
      const program = await ownProgram({ ...ctx, em: tx }, input.programId);
      if (!program) return NotFound.of("program", "programId");
      const named =
        input.partnerIds && (await readPartners(tx, program, input.partnerIds, namedMax));
      if (isRefusal(named)) return named;
      const { created, kept } = await addTestLinks(ctx, tx, program, named);
      if (created <= settledAtOnce) await settle({ ...ctx, em: tx }, program, named);
      return `${created}/${kept}`;
    },
    linksMade,
  );
}

/** What is found is written down now, and not only when the worker comes by. */
export async function recheckVerification(
  ctx: Context,
  { programId, partnerIds }: TestLinksAsked,
): Promise<RecheckVerificationOk | InvalidInput | NotFound> {
  const program = await ownProgram(ctx, programId);
  if (!program) return NotFound.of("program", "programId");
  const named = partnerIds && (await readPartners(ctx.em, program, partnerIds, namedMax));
  if (isRefusal(named)) return named;
  return new RecheckVerificationOk(await settle(ctx, program, named));
}

/** Amazon's are 123-1234567-1234567; other shops have other forms. */
const orderNumberForm = /^[\w.#/-]{1,64}$/;

export interface OrderAsked {
  programId: string;
  partnerId: string;
  orderNumber: string;
}
/** The order by which a partner is verified; a later one takes its place. */
export async function recordTestOrder(
  ctx: Context,
  input: OrderAsked,
  idempotencyKey: string,
): Promise<RecordTestOrderOk | InvalidInput | NotFound | Conflict | IdempotencyKeyReused> {
  const orderNumber = input.orderNumber.trim();
  if (!orderNumberForm.test(orderNumber))
    return new InvalidInput(
      "BAD_CODE",
      "An order's number has 1 to 64 letters, digits and dashes: copy it from the order",
      ["orderNumber"],
    );
  return mutation(
    ctx,
    "recordTestOrder",
    { input, key: idempotencyKey },
    async (tx) => {
      const inside = { ...ctx, em: tx };
      const program = await ownProgram(inside, input.programId);
      if (!program) return NotFound.of("program", "programId");
      const named = await readPartners(tx, program, [input.partnerId], 1);
      if (isRefusal(named)) return NotFound.of("partner", "partnerId");
      await hold(tx, "VERIFICATION", program.id);
      const row = await tx.findOne(
        Verification,
        { programId: program.id, partnerAccountId: input.partnerId },
        { refresh: true },
      );
      if (!row)
        return new Conflict("ILLEGAL_TRANSITION", "No run covers this partner: begin one first", [
          "partnerId",
        ]);
      row.orderNumber = orderNumber;
      row.orderedAt = now(ctx);
      row.orderRecordedBy = actorId(ctx);
      await tx.flush();
      await settle(inside, program, [input.partnerId]);
      return `${program.id}/${input.partnerId}`;
    },
    answer(RecordTestOrderOk, (inside, ids) => {
      const [programId = "", partnerId = ""] = ids.split("/");
      return verification(inside, programId, partnerId);
    }),
  );
}
