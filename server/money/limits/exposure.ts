/**
 * What all limits together let clicks cost in the running month: each partner's contract has its
 * limits for itself.
 */
import { money } from "../../platform/api/money.ts";
import type { Context } from "../../platform/context.ts";
import { clickBound, inMonth, monthShape, type Bound } from "../../domain/exposure.ts";
import { limitText } from "../../domain/terms.ts";
import { contractsInForce } from "./contract-limits.ts";
import type { UsageContext } from "./limit-reads.ts";
import { usageContext, programSubject } from "./limit-usage.ts";
import type { LimitExposureView } from "./limit.types.ts";
import { versionsOf } from "./contracts-around.ts";
import { ascending } from "../../domain/order.ts";
import { ProgramLimit } from "./program-limit.entity.ts";

interface Sum {
  contracts: number;
  unlimited: number;
  amount: bigint;
  lines: Map<string, { contracts: number; amount: bigint }>;
}

function addTo(sum: Sum, bound: Bound | null, currency: string): void {
  sum.contracts += 1;
  if (bound === null) {
    sum.unlimited += 1;
    return;
  }
  sum.amount += bound.amount;
  if (bound.limit === null) return;
  const text = limitText(bound.limit, currency);
  const line = sum.lines.get(text) ?? { contracts: 0, amount: 0n };
  sum.lines.set(text, { contracts: line.contracts + 1, amount: line.amount + bound.amount });
}

/** By currency, the least that the program's own limits on payouts of clicks allow in the month. */
async function programCaps(
  ctx: Context,
  { program }: UsageContext,
  shape: ReturnType<typeof monthShape>,
): Promise<Map<string, bigint>> {
  const rows = await ctx.em.find(
    ProgramLimit,
    {
      programId: program.id,
      endedAt: null,
      event: "CLICK",
      kind: "PAYOUT",
    },
    { refresh: true },
  );
  const caps = new Map<string, bigint>();
  for (const row of rows) {
    const amount = inMonth(programSubject(row).limit, shape);
    const known = caps.get(row.currency);
    if (known === undefined || amount < known) caps.set(row.currency, amount);
  }
  return caps;
}

/**
 * One entry a currency, by its code. What others may cost is the brand's own affair: a partner
 * reads nothing.
 */
export async function clickExposure(ctx: Context, programId: string): Promise<LimitExposureView[]> {
  const context = ctx.scope.kind === "BRAND" ? await usageContext(ctx, programId) : null;
  if (!context) return [];
  const shape = monthShape(context.now, context.calendar);
  const rows = await contractsInForce(ctx, context, null);
  const versions = await versionsOf(
    ctx,
    rows.map(({ version }) => version),
  );
  const sums = new Map<string, Sum>();
  for (const { version } of rows) {
    const of = versions.get(version)?.terms;
    if (!of || !of.eventPayouts.some(({ event }) => event === "CLICK")) continue;
    const sum = sums.getOrInsertComputed(of.currency, () => ({
      contracts: 0,
      unlimited: 0,
      amount: 0n,
      lines: new Map(),
    }));
    addTo(sum, clickBound(of, shape), of.currency);
  }
  const caps = await programCaps(ctx, context, shape);
  return [...sums]
    .toSorted(([a], [b]) => ascending(a, b))
    .map(([currency, { contracts, unlimited, amount, lines }]) => {
      const cap = caps.get(currency);
      return {
        month: shape.month,
        currency,
        contracts,
        unlimited,
        amount: money(amount, currency),
        programCap: cap === undefined ? null : money(cap, currency),
        lines: [...lines]
          .toSorted(([, a], [, b]) => ascending(b.amount, a.amount))
          .map(([text, line]) => ({
            text,
            contracts: line.contracts,
            amount: money(line.amount, currency),
          })),
      };
    });
}
