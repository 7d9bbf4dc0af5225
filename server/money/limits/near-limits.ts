/** Limits of a program that are nearly used up, its contracts' and its own, fullest first. */
import type { Context } from "../../platform/context.ts";
import { limitText } from "../../domain/terms.ts";
import { ranked } from "./contract-limits.ts";
import { usageContext } from "./limit-usage.ts";
import { programLimits } from "./program-limits.ts";

/** From so many percent on people are told. */
const nearPercent = 80;

export interface NearLimit {
  /** Null: the program's own. */
  partnerId: string | null;
  name: string | null;
  /** "500.00 USD a month". */
  text: string;
  percent: number;
}
export async function nearLimits(ctx: Context, programId: string): Promise<NearLimit[]> {
  const context = await usageContext(ctx, programId);
  if (!context) return [];
  const own = (await programLimits(ctx, programId)).map(({ usage }) => usage);
  const contracts = await ranked(ctx, context, null);
  return [
    ...own.map(({ text, percent }) => ({
      partnerId: null,
      name: null,
      text,
      percent: percent ?? 0,
    })),
    ...contracts.map(({ contract, partnerName, limit, currency, percent }) => ({
      partnerId: contract.partnerId,
      name: partnerName,
      text: limitText(limit, currency),
      percent,
    })),
  ]
    .filter(({ percent }) => percent >= nearPercent)
    .toSorted((a, b) => b.percent - a.percent);
}
