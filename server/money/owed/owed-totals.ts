/** What is pending, approved and due in a program in all, for who asks: one entry a currency. */
import type { Context } from "../../platform/context.ts";
import { owed } from "./owed-lines.ts";
import type { OwedTotalView } from "./owed.types.ts";

const nobodyNamed = { first: 1, after: null };

export const owedTotals = async (ctx: Context, programId: string): Promise<OwedTotalView[]> =>
  (await owed(ctx, programId, nobodyNamed, { filter: null, order: "PARTNER" })).totals;
