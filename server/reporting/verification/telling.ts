/** Partners are sent their test link; the brand is told when nothing waits any more. */
import {
  isRefusal,
  NotFound,
  type IdempotencyKeyReused,
  type InvalidInput,
} from "../../platform/api/refusal.ts";
import { pgArray } from "../../platform/db/array.ts";
import { tooLong } from "../../platform/api/too-long.ts";
import { now, type Context } from "../../platform/context.ts";
import { mutation } from "../../platform/mutation.ts";
import { linkPath } from "../../domain/tracking.ts";
import { tell, type NoticeDeps, type Notification } from "../../partnership/notices/notices.ts";
import { addTestLinks } from "../../partnership/links/test-links.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import { readBoard, type Checked } from "./boards.ts";
import { readPartners } from "./partners.ts";
import { RemindPartnersOk, type RemindPartnersInput } from "./verification-changes.types.ts";
import { VerificationRun } from "./verification.entity.ts";
import { countsOf } from "./views.ts";
import { ownProgram } from "./verifications.ts";

const remindedMax = 100;
const commentMax = 1_000;

const plainNotice = (
  program: Program,
  kind: "VERIFICATION_ASKED" | "VERIFICATION_DONE",
  accountId: string,
  comment: string,
): Notification => ({
  kind,
  accountId,
  fromAccountId: program.brandAccountId,
  brandAccountId: program.brandAccountId,
  programId: program.id,
  contractId: null,
  changeId: null,
  beforeVersionId: null,
  afterVersionId: null,
  comment,
  howTo: false,
  effectiveAt: null,
});
const tellingOf = ({ clock, newId, env }: Context): NoticeDeps => ({
  clock,
  newId,
  publicUrl: env.publicUrl,
});

/** What the brand writes, and the link itself, which nothing else of the notice holds. */
function askedText({ env }: Context, program: Program, row: Checked, comment: string): string {
  const path = linkPath({
    partner: row.facts.code,
    ad: row.linkPath?.ad ?? "",
    program: program.code,
  });
  const ask =
    "Open this test link, without an ad blocker, and order through it if you can. It pays " +
    `nothing:\n${env.trackerUrl}${path}`;
  return comment === "" ? ask : `${comment}\n\n${ask}`;
}

export async function remindPartners(
  ctx: Context,
  input: RemindPartnersInput,
  idempotencyKey: string,
): Promise<RemindPartnersOk | InvalidInput | NotFound | IdempotencyKeyReused> {
  const long = tooLong("A comment", input.comment, commentMax, "input", "comment");
  if (long) return long;
  return mutation(
    ctx,
    "remindPartners",
    { input, key: idempotencyKey },
    async (tx) => {
      const inside: Context = { ...ctx, em: tx };
      const program = await ownProgram(inside, input.programId);
      if (!program) return NotFound.of("program", "input", "programId");
      const partners = await readPartners(tx, program, input.partnerIds, remindedMax, "input");
      if (isRefusal(partners)) return partners;
      // Nobody is sent a link that is not there.
      await addTestLinks(ctx, tx, program, partners);
      const { rows } = await readBoard(inside, program, partners);
      await tell(
        tx,
        tellingOf(ctx),
        rows.map((row) =>
          plainNotice(
            program,
            "VERIFICATION_ASKED",
            row.facts.partnerId,
            askedText(ctx, program, row, input.comment),
          ),
        ),
      );
      await tx.execute(
        `update verification
          set reminded_at = ?
          where program_id = ? and partner_account_id = any(?::uuid[])`,
        [now(ctx), program.id, pgArray(partners)],
      );
      return String(rows.length);
    },
    async (_ctx, told) => new RemindPartnersOk(Number(told)),
  );
}

/** Of the newest run, whenever none of its partners waits and it stands otherwise than told. */
export async function tellDone(
  ctx: Context,
  program: Program,
  rows: readonly Checked[],
): Promise<void> {
  const [run] = await ctx.em.find(
    VerificationRun,
    { programId: program.id },
    { orderBy: { startedAt: "desc", id: "desc" }, limit: 1, refresh: true },
  );
  if (!run) return;
  const counts = countsOf(rows.filter(({ own }) => own?.run_id === run.id));
  if (counts.total === 0 || counts.waiting > 0) return;
  const { total, verified, needsYou } = counts;
  const text =
    `${verified} of ${total === 1 ? "1 partner is" : `${total} partners are`} verified` +
    (needsYou === 0 ? "." : `; ${needsYou === 1 ? "1 needs" : `${needsYou} need`} you.`);
  if (run.told === text) return;
  run.told = text;
  await ctx.em.flush();
  await tell(ctx.em, tellingOf(ctx), [
    plainNotice(program, "VERIFICATION_DONE", program.brandAccountId, text),
  ]);
}
