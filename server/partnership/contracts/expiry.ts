/**
 * Ending contracts: at the end of a day in the brand's zone, for one partner or many. Source:
 * "Expire Partner & Creator Contracts".
 */
import { Account } from "../accounts/account.entity.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import {
  Conflict,
  InvalidInput,
  isRefusal,
  NotFound,
  type IdempotencyKeyReused,
  type UserError,
} from "../../platform/api/refusal.ts";
import { tooLong } from "../../platform/api/too-long.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { addDays, dateEnd, dateOf } from "../../domain/calendar.ts";
import { earliestDate } from "../../domain/change.ts";
import { gateDate } from "../../domain/values/place-and-time.ts";
import { tell } from "../notices/notices.ts";
import { ContractChange, ContractChangePartner, plannedAfter } from "./change.entity.ts";
import { undoPartners } from "./change-undo.ts";
import { Contract } from "./contract.entity.ts";
import { ExpireContractsOk, type EndedView, type ExpireContractsInput } from "./expiry.types.ts";
import { tellingOf } from "./proposals.ts";
import { loadTimelines, lockContracts, record, actorOf } from "./timeline.ts";
import { isPlanned, takeBackUpcoming, upcomingOf } from "./upcoming.ts";
import { contractViews } from "./views.ts";
import type { EntityManager } from "@mikro-orm/postgresql";

type ExpireRefusal = InvalidInput | NotFound | Conflict | IdempotencyKeyReused;
const maxAtOnce = 200;

function badInput({ contractIds, lastDay, message }: ExpireContractsInput): InvalidInput | null {
  if (contractIds.length < 1 || contractIds.length > maxAtOnce)
    return new InvalidInput(
      "BAD_SELECTION",
      `Between 1 and ${maxAtOnce} contracts are ended at once`,
      ["input", "contractIds"],
    );
  const day = gateDate(lastDay, "lastDay");
  if (!day.ok) return InvalidInput.of(day, "input");
  return tooLong("A message", message, 5000, "input", "message");
}

/**
 * Takes back what was proposed or planned for the partner, and what was signed and has not begun;
 * without it all of that still takes effect [D64].
 */
async function withdrawAll(
  ctx: Context,
  tx: EntityManager,
  row: Contract,
  message: string | null,
): Promise<void> {
  const pair = { programId: row.programId, partnerAccountId: row.partnerAccountId };
  const open = await tx.find(Contract, { ...pair, decision: "PROPOSED" });
  for (const proposal of open) {
    proposal.decision =
      proposal.proposedByAccountId === row.brandAccountId ? "WITHDRAWN" : "DECLINED";
    proposal.decidedBy = actorId(ctx);
    proposal.decidedAt = now(ctx);
    record(tx, ctx, proposal, {
      kind: proposal.decision,
      actor: actorOf(ctx),
      comment: "The contract ends.",
    });
  }
  const planned = await tx.find(ContractChangePartner, { ...pair, ...plannedAfter(now(ctx)) });
  for (const partner of planned) {
    const change = await tx.findOneOrFail(ContractChange, { id: partner.changeId });
    await undoPartners(tx, ctx, change, {
      actor: actorOf(ctx),
      partnerIds: [row.partnerAccountId],
    });
  }
  await tx.flush();
  for (const upcoming of await upcomingOf(ctx, tx, [row]))
    if (upcoming.id !== row.id) await takeBackUpcoming(ctx, tx, upcoming, message);
}

/**
 * The first instant after the last day; the notice period holds, but for those marked as not
 * compliant.
 */
async function endOf(
  ctx: Context,
  tx: EntityManager,
  row: Contract,
  input: ExpireContractsInput,
  zone: string,
): Promise<Date | Conflict> {
  if (input.lastDay < dateOf(ctx.clock(), zone))
    return new Conflict(
      "DATE_IN_PAST",
      `${input.lastDay} has passed: choose today or a later day`,
      ["input", "lastDay"],
    );
  const timeline = (
    await loadTimelines(tx, row.programId, [row.partnerAccountId], ctx.clock())
  ).get(row.partnerAccountId);
  const own = timeline?.signed.filter(({ contractId }) => contractId === row.id) ?? [];
  const earliest = addDays(earliestDate(own, ctx.clock(), zone), -1);
  if (!input.nonCompliant && input.lastDay < earliest)
    return new Conflict(
      "INSIDE_NOTICE_PERIOD",
      `The partner's notice period ends later: the earliest last day is ${earliest}`,
      ["input", "lastDay"],
    );
  return new Date(dateEnd(input.lastDay, zone));
}

/** One that begins after the last day: the notice is kept, so it need not begin at all. */
async function cancel(
  ctx: Context,
  tx: EntityManager,
  row: Contract,
  { message }: ExpireContractsInput,
): Promise<Conflict | null> {
  if (await isPlanned(ctx, tx, row))
    return new Conflict(
      "NOT_STARTED",
      "The contract begins after that day with a planned change: withdraw the change, so that " +
        "the contract before it goes on, or choose a later day",
      ["input", "lastDay"],
    );
  await takeBackUpcoming(ctx, tx, row, message);
  return null;
}

async function expireOne(
  ctx: Context,
  tx: EntityManager,
  row: Contract,
  input: ExpireContractsInput,
  zone: string,
): Promise<UserError | null> {
  if (input.withdrawPlanned) await withdrawAll(ctx, tx, row, input.message);
  await tx.refresh(row);
  // Taken back with what was planned: of this contract, or of one before it in the list.
  if (row.decision === "SUPERSEDED") return null;
  const endsAt = await endOf(ctx, tx, row, input, zone);
  if (isRefusal(endsAt)) return endsAt;
  if (endsAt <= row.startsAt) return cancel(ctx, tx, row, input);
  if (row.endsAt && row.endsAt < endsAt)
    return new Conflict("ENDS_EARLIER", "The contract already ends before that day", [
      "input",
      "lastDay",
    ]);
  row.endsAt = endsAt;
  // A person's end stays when a change for the day after is taken back.
  row.endedByChangeId = null;
  row.expiredBy = actorId(ctx);
  row.nonCompliant = input.nonCompliant;
  row.reversePending = input.reversePending;
  record(tx, ctx, row, {
    kind: "COMMENTED",
    actor: actorOf(ctx),
    comment: `Ends with ${input.lastDay}.${input.message ? ` ${input.message}` : ""}`,
  });
  await tell(tx, tellingOf(ctx), [
    {
      kind: "CONTRACT_ENDS",
      accountId: row.partnerAccountId,
      fromAccountId: row.brandAccountId,
      brandAccountId: row.brandAccountId,
      programId: row.programId,
      contractId: row.id,
      changeId: null,
      beforeVersionId: row.termsVersionId,
      afterVersionId: null,
      comment: input.message ?? "",
      howTo: false,
      effectiveAt: endsAt.getTime() - 1,
    },
  ]);
  return null;
}

/** Of the ids in one text. */
async function endedView(ctx: Context, ids: string): Promise<EndedView> {
  const rows = await ctx.em.find(Contract, { id: { $in: ids.split(" ") } }, { refresh: true });
  const given = new Set(rows.map(({ id }) => id));
  const upcoming = await upcomingOf(ctx, ctx.em, rows);
  return {
    contracts: await contractViews(ctx, rows),
    upcoming: await contractViews(
      ctx,
      upcoming.filter(({ id }) => !given.has(id)),
    ),
  };
}
const ended = answer(ExpireContractsOk, endedView);

const isOver = (ctx: Context, row: Contract): boolean =>
  row.decision !== "SIGNED" || row.state(ctx.clock()) === "EXPIRED";

/**
 * All of them or none: the first that cannot be ended refuses the whole. Effective at 23:59:59 of
 * the day in the brand's zone [D63]; one that begins later never comes into force.
 */
export async function expireContracts(
  ctx: Context,
  input: ExpireContractsInput,
  idempotencyKey: string,
): Promise<ExpireContractsOk | ExpireRefusal> {
  const accountId = ctx.scope.requireAccountId();
  const bad = badInput(input);
  if (bad) return bad;
  const ids = [...new Set(input.contractIds)];
  return mutation(
    ctx,
    "expireContracts",
    { input, key: idempotencyKey },
    async (tx) => {
      const found = await tx.find(
        Contract,
        { id: { $in: ids } },
        { orderBy: { programId: "asc" } },
      );
      if (found.length !== ids.length) return NotFound.of("contract", "input", "contractIds");
      for (const programId of new Set(found.map((row) => row.programId)))
        await lockContracts(tx, programId);
      const known = await tx.find(
        Contract,
        { id: { $in: ids } },
        { orderBy: { programId: "asc", startsAt: "asc", id: "asc" }, refresh: true },
      );
      if (known.some((row) => isOver(ctx, row)))
        return new Conflict(
          "NOT_IN_FORCE",
          "Only a contract that is in force or to come can be ended",
          ["input", "contractIds"],
        );
      const brand = await tx.findOneOrFail(Account, { id: accountId });
      for (const row of known) {
        const refused = await expireOne(ctx, tx, row, input, brand.timeZone);
        if (refused) return refused;
      }
      return ids.join(" ");
    },
    ended,
  );
}
