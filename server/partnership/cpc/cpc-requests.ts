/**
 * The CPC request: a brand asks once, the platform operator decides. Source: "Configure CPC
 * Payouts".
 */
import { LockMode, type EntityManager } from "@mikro-orm/postgresql";
import { answer, mutation } from "../../platform/mutation.ts";
import { pageById, type Page, type PageArgs } from "../../platform/api/connection.ts";
import {
  Conflict,
  InvalidInput,
  NotEntitled,
  NotFound,
  type IdempotencyKeyReused,
} from "../../platform/api/refusal.ts";
import { Account } from "../accounts/account.entity.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import {
  cpcMayBecome,
  isEntitled,
  isOpenRequest,
  type CpcRequestState,
} from "../../domain/entitlement.ts";
import { gateText } from "../../domain/values/text.ts";
import { tellCpcStep } from "../notices/cpc-notices.ts";
import { CpcRequest, CpcRequestEvent } from "../programs/program.entity.ts";
import {
  CpcRequestOk,
  type CpcRequestStateValue,
  type CpcRequestView,
} from "../programs/program.types.ts";
import { hold } from "../../platform/db/locks.ts";

/** Why one asks, and why the other decides as it does. */
const reasonMax = 2_000;

async function views(
  em: EntityManager,
  requests: readonly CpcRequest[],
): Promise<CpcRequestView[]> {
  const brands = await em.find(Account, {
    id: { $in: requests.map((request) => request.brandAccountId) },
  });
  const events = await em.find(
    CpcRequestEvent,
    { requestId: { $in: requests.map((request) => request.id) } },
    { orderBy: { at: "asc", id: "asc" } },
  );
  return requests.map((request) => ({
    id: request.id,
    brandAccountId: request.brandAccountId,
    brandName: brands.find((brand) => brand.id === request.brandAccountId)?.name ?? "",
    state: request.state as CpcRequestStateValue,
    reason: request.reason,
    requestedAt: request.requestedAt,
    decidedAt: request.decidedAt ?? null,
    decisionNote: request.decisionNote ?? null,
    events: events
      .filter((event) => event.requestId === request.id)
      .map((event) => ({
        fromState: (event.fromState ?? null) as CpcRequestStateValue | null,
        toState: event.toState as CpcRequestStateValue,
        note: event.note,
        at: event.at,
      })),
  }));
}

const shown = answer(CpcRequestOk, async ({ em }, id) => {
  const [view] = await views(em, [await em.findOneOrFail(CpcRequest, { id })]);
  return view;
});

/** The account's newest request, or null. */
export async function cpcRequest(ctx: Context): Promise<CpcRequestView | null> {
  const [newest] = await ctx.em.find(
    CpcRequest,
    { brandAccountId: ctx.scope.requireAccountId() },
    { orderBy: { requestedAt: "desc", id: "desc" }, limit: 1 },
  );
  const [view] = newest ? await views(ctx.em, [newest]) : [];
  return view ?? null;
}

/** All accounts' requests, for the operator, newest first. */
export async function cpcRequests(
  ctx: Context,
  asked: PageArgs,
  states: readonly CpcRequestStateValue[] | null,
): Promise<Page<CpcRequestView>> {
  const where = states ? { state: { $in: states as unknown as CpcRequestState[] } } : {};
  return pageById(ctx.em, CpcRequest, { where, order: "newest" }, asked, (rows) =>
    views(ctx.em, rows),
  );
}

/** Keeps the step, and tells it to the other side in the same transaction. */
async function recordStep(
  ctx: Context,
  tx: EntityManager,
  request: CpcRequest,
  step: { from: CpcRequestState | null; note: string },
): Promise<void> {
  const { state, brandAccountId } = request;
  tx.create(CpcRequestEvent, {
    id: ctx.newId(ctx.clock()),
    requestId: request.id,
    brandAccountId,
    fromState: step.from,
    toState: state,
    actorId: actorId(ctx),
    note: step.note,
    at: now(ctx),
  });
  const { name: brandName } = await tx.findOneOrFail(Account, { id: brandAccountId });
  const telling = { clock: ctx.clock, newId: ctx.newId, publicUrl: ctx.env.publicUrl };
  await tellCpcStep(tx, telling, {
    state,
    brandAccountId,
    brandName,
    fromAccountId: ctx.scope.requireAccountId(),
    note: step.note,
  });
}

/**
 * Asks for CPC. An open or enabled request is returned as it is [D12]; Starter is refused and
 * nothing is stored [D1].
 */
export async function requestCpc(
  ctx: Context,
  given: string,
  idempotencyKey: string,
): Promise<CpcRequestOk | InvalidInput | NotEntitled | IdempotencyKeyReused> {
  const accountId = ctx.scope.requireAccountId();
  const bounds = { min: 1, max: reasonMax, lines: true };
  const gated = gateText("BAD_COMMENT", "A reason", given, bounds, "reason");
  if (!gated.ok) return InvalidInput.of(gated);
  const { value: reason } = gated;
  return mutation(
    ctx,
    "requestCpc",
    { input: { reason }, key: idempotencyKey },
    async (tx) => {
      const brand = await tx.findOneOrFail(Account, { id: accountId });
      if (!isEntitled(brand.edition ?? "STARTER", "CPC"))
        return new NotEntitled(
          "EDITION_NOT_ENTITLED",
          "CPC is available on every edition but Starter: change the edition first",
          [],
        );
      await hold(tx, "CPC_REQUEST", accountId);
      const known = await tx.find(CpcRequest, { brandAccountId: accountId }, { refresh: true });
      const standing = known.find(
        (request) => isOpenRequest(request.state) || request.state === "ENABLED",
      );
      if (standing) return standing.id;
      const request = tx.create(CpcRequest, {
        id: ctx.newId(ctx.clock()),
        brandAccountId: accountId,
        state: "REQUESTED",
        reason,
        requestedBy: actorId(ctx),
        requestedAt: now(ctx),
      });
      await tx.flush();
      await recordStep(ctx, tx, request, { from: null, note: reason });
      return request.id;
    },
    shown,
  );
}

/**
 * The operator's step: IN_REVIEW, then ENABLED or REJECTED; any other is refused and changes
 * nothing [D11]. A brand that is turned away is told why.
 */
export async function reviewCpcRequest(
  ctx: Context,
  step: { id: string; state: CpcRequestStateValue; note: string },
  idempotencyKey: string,
): Promise<CpcRequestOk | InvalidInput | NotFound | Conflict | IdempotencyKeyReused> {
  const bounds = { min: step.state === "REJECTED" ? 1 : 0, max: reasonMax, lines: true };
  const note = gateText("BAD_COMMENT", "A note", step.note, bounds, "note");
  if (!note.ok) return InvalidInput.of(note);
  return mutation(
    ctx,
    "reviewCpcRequest",
    { input: step, key: idempotencyKey },
    async (tx) => {
      const request = await tx.findOne(
        CpcRequest,
        { id: step.id },
        { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
      );
      if (!request) return NotFound.of("CPC request", "id");
      const from = request.state;
      if (!cpcMayBecome(from, step.state))
        return new Conflict(
          "ILLEGAL_TRANSITION",
          `A request that is ${from} cannot become ${step.state}`,
          ["state"],
        );
      request.state = step.state;
      if (!isOpenRequest(request.state)) {
        request.decidedBy = actorId(ctx);
        request.decidedAt = now(ctx);
        request.decisionNote = note.value;
      }
      await recordStep(ctx, tx, request, { from, note: note.value });
      return request.id;
    },
    shown,
  );
}
