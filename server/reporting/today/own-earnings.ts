/** What a partner earns over all programs: by program, and summed by currency. */
import { programs } from "../../partnership/programs/programs.ts";
import type { ProgramView } from "../../partnership/programs/program.types.ts";
import { owedTotals } from "../../money/owed/owed-totals.ts";
import { money, type Money } from "../../platform/api/money.ts";
import { now, type Context } from "../../platform/context.ts";
import { readMicros } from "../../domain/money.ts";
import { ascending } from "../../domain/order.ts";
import { ReportMode, type RangeInput } from "../reports/report.types.ts";
import { figuredPartners } from "../partners/program-partners.ts";
import type {
  OwnEarningsTotalView,
  OwnEarningsView,
  OwnProgramEarningsView,
} from "./own-earnings.types.ts";

const programsMax = 50;

interface Waiting {
  id: string;
  unread: number;
  offers: number;
}
/** Of each program what nobody of the account read, and what waits for its answer. */
async function waitingBy(ctx: Context): Promise<Map<string, Waiting>> {
  const own = ctx.scope.requireAccountId();
  const rows = await ctx.em.execute<Waiting[]>(
    `select w.id, sum(w.unread)::int as unread, sum(w.offers)::int as offers
      from (
        select program_id as id, 1 as unread, 0 as offers
        from notice_group
        where account_id = ? and read_at is null
        union all
        select program_id, 0, 1
        from contract
        where partner_account_id = ?
          and decision = 'PROPOSED'
          and proposed_by_account_id <> ?
          and (proposal_expires_at is null or proposal_expires_at > ?)
      ) w
      where w.id is not null
      group by 1`,
    [own, own, own, now(ctx)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

async function earningsIn(
  ctx: Context,
  { id, name, code, brandName }: ProgramView,
  range: RangeInput,
): Promise<Omit<OwnProgramEarningsView, "unread" | "offers"> | null> {
  const partnerId = ctx.scope.requireAccountId();
  const found = await figuredPartners(ctx, {
    programId: id,
    range,
    mode: ReportMode.LIVE,
    partnerIds: [partnerId],
  });
  if (!found) return null;
  return {
    programId: id,
    programName: name,
    programCode: code,
    brandName,
    ...found.of(partnerId),
    owed: await owedTotals(ctx, id),
    lastClickAt: found.lastAt.get(partnerId) ?? null,
  };
}

const stages = ["pending", "approved", "due", "owed"] as const;
/** One for each currency: no amount is ever converted. */
export function totalsOf(
  rows: readonly Pick<OwnProgramEarningsView, "figures" | "owed">[],
): OwnEarningsTotalView[] {
  const amounts = rows.flatMap(({ figures, owed: own }) => [
    ...figures.earned.map((amount) => ({ of: "earned" as const, amount })),
    ...own.flatMap((total) => stages.map((of) => ({ of, amount: total[of] }))),
  ]);
  const sum = (some: readonly { of: string; amount: Money }[], of: string) =>
    some
      .filter((one) => one.of === of)
      .reduce((all, { amount }) => all + readMicros(amount.amount), 0n);
  return [...Map.groupBy(amounts, ({ amount }) => amount.currency)]
    .toSorted(([a], [b]) => ascending(a, b))
    .map(([currency, some]) => ({
      currency,
      earned: money(sum(some, "earned"), currency),
      pending: money(sum(some, "pending"), currency),
      approved: money(sum(some, "approved"), currency),
      due: money(sum(some, "due"), currency),
      owed: money(sum(some, "owed"), currency),
    }));
}

/** Null for a brand. */
export async function ownEarnings(
  ctx: Context,
  range: RangeInput,
): Promise<OwnEarningsView | null> {
  if (ctx.scope.kind !== "PARTNER") return null;
  const { nodes, pageInfo } = await programs(ctx, { first: programsMax, after: null });
  const waiting = await waitingBy(ctx);
  const rows: OwnProgramEarningsView[] = [];
  for (const program of nodes) {
    const found = await earningsIn(ctx, program, range);
    if (found)
      rows.push({
        ...found,
        unread: waiting.get(program.id)?.unread ?? 0,
        offers: waiting.get(program.id)?.offers ?? 0,
      });
  }
  return { totals: totalsOf(rows), programs: rows, hasMore: pageInfo.hasNextPage };
}
