/**
 * Reading contracts: lists, one, the one in force at an instant, the history of a partner, what
 * comes and goes.
 */
import type { FilterQuery } from "@mikro-orm/postgresql";
import { badInput } from "../../platform/api/bad-input.ts";
import { pageById, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { now, type Context } from "../../platform/context.ts";
import { diffTerms } from "../../domain/terms-diff.ts";
import { termsFromJson } from "../../domain/terms.ts";
import { differenceViews, type TermsDifferenceView } from "../terms/difference.types.ts";
import { TermsVersion } from "../terms/terms.entity.ts";
import { Contract } from "./contract.entity.ts";
import {
  ContractStateValue,
  type ContractFilter,
  type ContractHistoryView,
  type ContractView,
  type RecentContractsView,
} from "./contract.types.ts";
import { contractViews } from "./views.ts";

export async function contract(ctx: Context, id: string): Promise<ContractView | null> {
  const row = await ctx.em.findOne(Contract, { id }, { refresh: true });
  const [view] = row ? await contractViews(ctx, [row]) : [];
  return view ?? null;
}

/** The database's form of domain/contract.contractState. */
export function inState(state: ContractStateValue, at: Date): FilterQuery<Contract> {
  switch (state) {
    case ContractStateValue.PENDING:
      return {
        decision: "PROPOSED",
        $or: [{ proposalExpiresAt: null }, { proposalExpiresAt: { $gt: at } }],
      };
    case ContractStateValue.UPCOMING:
      return { decision: "SIGNED", startsAt: { $gt: at } };
    case ContractStateValue.ACTIVE:
      return {
        decision: "SIGNED",
        startsAt: { $lte: at },
        $or: [{ endsAt: null }, { endsAt: { $gt: at } }],
      };
    case ContractStateValue.DECLINED:
      return { decision: { $in: ["DECLINED", "WITHDRAWN", "COUNTERED", "SUPERSEDED"] } };
    case ContractStateValue.EXPIRED:
      return {
        $or: [
          { decision: "SIGNED", endsAt: { $lte: at } },
          { decision: "PROPOSED", proposalExpiresAt: { $lte: at } },
        ],
      };
  }
}

const partnersMax = 100;

/** Newest first; without states only ACTIVE [D54]. */
export async function contracts(
  ctx: Context,
  asked: PageArgs,
  filter: ContractFilter | null,
): Promise<Page<ContractView>> {
  const states = filter?.states ?? [ContractStateValue.ACTIVE];
  const where: FilterQuery<Contract>[] = [{ $or: states.map((state) => inState(state, now(ctx))) }];
  if (filter?.programId) where.push({ programId: filter.programId });
  if (filter?.partnerId) where.push({ partnerAccountId: filter.partnerId });
  if (filter?.partnerIds) {
    if (filter.partnerIds.length > partnersMax)
      throw badInput(
        `Contracts of at most ${partnersMax} partners are listed at once`,
        "filter",
        "partnerIds",
      );
    where.push({ partnerAccountId: { $in: filter.partnerIds } });
  }
  if (filter?.termsId) {
    const versions = await ctx.em.find(TermsVersion, { termsId: filter.termsId });
    where.push({ termsVersionId: { $in: versions.map(({ id }) => id) } });
  }
  return pageById(ctx.em, Contract, { where: { $and: where }, order: "newest" }, asked, (rows) =>
    contractViews(ctx, rows),
  );
}

/**
 * The contract that was or will be in force at an instant: what a click of that instant is priced
 * by [D69].
 */
export async function contractAt(
  ctx: Context,
  programId: string,
  partnerId: string,
  at: Date,
): Promise<ContractView | null> {
  const [row] = await ctx.em.find(
    Contract,
    {
      $and: [{ programId, partnerAccountId: partnerId }, inState(ContractStateValue.ACTIVE, at)],
    },
    { limit: 1 },
  );
  const [view] = row ? await contractViews(ctx, [row]) : [];
  return view ?? null;
}

const historyMax = 100;

/** Everything between a program and a partner, in the three tables people know [D67]. */
export async function contractHistory(
  ctx: Context,
  programId: string,
  partnerId: string,
): Promise<ContractHistoryView> {
  const rows = await ctx.em.find(
    Contract,
    { programId, partnerAccountId: partnerId },
    { orderBy: { id: "desc" }, limit: historyMax },
  );
  const views = await contractViews(ctx, rows);
  const decisions = new Map(rows.map((row) => [row.id, row.decision]));
  const signed = (view: ContractView): boolean => decisions.get(view.id) === "SIGNED";
  return {
    signed: views.filter(signed),
    pending: views.filter((view) => view.state === ContractStateValue.PENDING),
    rejected: views.filter((view) => !signed(view) && view.state !== ContractStateValue.PENDING),
  };
}

const thirtyDaysMs = 30 * 86_400_000;

/**
 * Ended in the last 30 days, ending in the next 30, agreed ones that start in the next 30 [D68].
 */
export async function recentContracts(
  ctx: Context,
  programId: string,
): Promise<RecentContractsView> {
  const [at, before, after] = [
    now(ctx),
    new Date(ctx.clock() - thirtyDaysMs),
    new Date(ctx.clock() + thirtyDaysMs),
  ];
  const of = async (where: FilterQuery<Contract>): Promise<ContractView[]> =>
    contractViews(
      ctx,
      await ctx.em.find(
        Contract,
        { $and: [{ programId }, where] },
        { orderBy: { startsAt: "asc", id: "asc" }, limit: historyMax },
      ),
    );
  return {
    expired: await of({ decision: "SIGNED", endsAt: { $gt: before, $lte: at } }),
    expiring: await of({
      decision: "SIGNED",
      startsAt: { $lte: at },
      endsAt: { $gt: at, $lte: after },
    }),
    starting: await of({
      $or: [{ decision: "SIGNED" }, inState(ContractStateValue.PENDING, at)],
      startsAt: { $gt: at, $lte: after },
    }),
  };
}

/**
 * What a contract changes: against the one it follows, else the one in force now; empty when there
 * is none [D49]. Null: there is no such contract for the viewer.
 */
export async function contractDifferences(
  ctx: Context,
  id: string,
): Promise<TermsDifferenceView[] | null> {
  const row = await ctx.em.findOne(Contract, { id }, { refresh: true });
  if (!row) return null;
  const pair = { programId: row.programId, partnerAccountId: row.partnerAccountId };
  const before = row.followsId
    ? await ctx.em.findOne(Contract, { id: row.followsId }, { refresh: true })
    : await ctx.em.findOne(Contract, {
        $and: [pair, inState(ContractStateValue.ACTIVE, now(ctx)), { id: { $ne: id } }],
      });
  return before ? termsDifferences(ctx, before.termsVersionId, row.termsVersionId) : [];
}

/** Clause by clause; empty for a version and itself. Null: one of them cannot be read. */
export async function termsDifferences(
  ctx: Context,
  beforeId: string,
  afterId: string,
): Promise<TermsDifferenceView[] | null> {
  const versions = await ctx.em.find(TermsVersion, { id: { $in: [beforeId, afterId] } });
  const [before, after] = [beforeId, afterId].map((id) =>
    versions.find((version) => version.id === id),
  );
  return before && after
    ? differenceViews(diffTerms(termsFromJson(before.body), termsFromJson(after.body)))
    : null;
}
