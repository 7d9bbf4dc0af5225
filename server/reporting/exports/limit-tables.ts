/** Limits with their use as a file, and what all of them together let clicks cost. */
import { unitOf } from "../../domain/limit-scopes.ts";
import { contractLimits } from "../../money/limits/contract-limits.ts";
import { clickExposure } from "../../money/limits/exposures.ts";
import type {
  ContractLimitView,
  LimitExposureLineView,
  LimitExposureView,
  LimitUsageView,
} from "../../money/limits/limit.types.ts";
import { programLimits } from "../../money/limits/program-limits.ts";
import type { Context } from "../../platform/context.ts";
import type { ViewColumn } from "./columns.ts";
import { ExportLimitsFilter } from "./table-filters.types.ts";
import { everyPage, tableOfViews, type AskedRows } from "./table.ts";

interface LimitRow {
  usage: LimitUsageView;
  /** Null: the program's own. */
  of: ContractLimitView | null;
}
type Column = ViewColumn<LimitRow>;

/** Of a limit on events a number, of one on payouts an amount. */
const figure = (
  name: string,
  words: string,
  of: (usage: LimitUsageView) => string | null,
): Column[] => {
  const isCounted = ({ usage }: LimitRow): boolean => unitOf(usage.kind, usage.event) !== null;
  return [
    {
      name: `${name}Count`,
      words: `${words}, of a limit on a number.`,
      kind: "COUNT",
      of: (row) => (isCounted(row) ? of(row.usage) : null),
    },
    {
      name: `${name}Amount`,
      words: `${words}, of a limit on an amount.`,
      kind: "MONEY",
      of: (row) => (isCounted(row) ? null : of(row.usage)),
    },
  ];
};

async function* limitRows(
  ctx: Context,
  { programId, filter }: AskedRows<ExportLimitsFilter>,
): AsyncGenerator<LimitRow[]> {
  const { search = null, order = "NEAREST" } = filter ?? {};
  if (search === null)
    yield (await programLimits(ctx, programId)).map(({ usage }) => ({ usage, of: null }));
  for await (const some of everyPage((page) =>
    contractLimits(ctx, programId, page, { search, order }),
  ))
    yield some.map((of) => ({ usage: of.usage, of }));
}

export const limitTable = tableOfViews<LimitRow, ExportLimitsFilter>({
  title: "Limits",
  words: "The program's own limits, then those of contracts in force.",
  needs: ["contracts:read"],
  filter: { name: "limits", type: () => ExportLimitsFilter },
  columns: [
    {
      name: "of",
      words: "PROGRAM: over all partners; CONTRACT: of one partner's.",
      kind: "WORD",
      of: ({ of }) => (of ? "CONTRACT" : "PROGRAM"),
    },
    {
      name: "partnerId",
      words: "The partner.",
      kind: "WORD",
      of: ({ of }) => of?.partnerId ?? null,
    },
    {
      name: "partnerName",
      words: "Its name.",
      kind: "TEXT",
      of: (row) => row.of?.partnerName ?? null,
    },
    {
      name: "contractId",
      words: "The contract.",
      kind: "WORD",
      of: ({ of }) => of?.contractId ?? null,
    },
    { name: "limit", words: "In words.", kind: "TEXT", of: ({ usage }) => usage.text },
    { name: "event", words: "Of which events.", kind: "WORD", of: ({ usage }) => usage.event },
    {
      name: "payoutGroup",
      words: "Payout group whose own it is.",
      kind: "TEXT",
      of: ({ usage }) => usage.groupName,
    },
    { name: "kind", words: "What it counts.", kind: "WORD", of: ({ usage }) => usage.kind },
    {
      name: "scope",
      words: "What it counts together.",
      kind: "WORD",
      of: ({ usage }) => usage.scope,
    },
    { name: "reset", words: "When it starts again.", kind: "WORD", of: ({ usage }) => usage.reset },
    ...figure("max", "Cap of the running period", ({ max }) => max),
    ...figure("used", "Used of it", ({ used }) => used),
    {
      name: "usedPercent",
      words: "That in percent.",
      kind: "MONEY",
      of: ({ usage }) => usage.percent,
    },
    ...figure("expected", "Used by the period's end at this pace", ({ expected }) => expected),
    {
      name: "reachedOn",
      words: "When it will be reached at this pace.",
      kind: "DATE",
      of: ({ usage }) => usage.reachedOn,
    },
    {
      name: "unpaidClicks",
      words: "Clicks of the period that it refused.",
      kind: "COUNT",
      of: ({ usage }) => usage.unpaidClicks,
    },
    {
      name: "unpaidAmount",
      words: "What those of them that are paid in this currency would have earned.",
      kind: "MONEY",
      of: ({ usage }) =>
        usage.unpaid.find(({ currency }) => currency === usage.currency)?.amount ?? null,
    },
    {
      name: "periodStart",
      words: "First instant of the running period.",
      kind: "INSTANT",
      of: ({ usage }) => usage.windowStart,
    },
    {
      name: "periodEnd",
      words: "The first one after it.",
      kind: "INSTANT",
      of: ({ usage }) => usage.windowEnd,
    },
    {
      name: "paused",
      words: "Why nothing counts now.",
      kind: "WORD",
      of: ({ usage }) => usage.paused,
    },
    {
      name: "currency",
      words: "Of the amounts.",
      kind: "WORD",
      of: ({ usage }) => usage.currency,
    },
  ],
  views: limitRows,
});

/** A limit that binds; with the sums of its currency where it is the first. */
interface ExposureRow {
  currency: string;
  sums: LimitExposureView | null;
  line: LimitExposureLineView | null;
}
function exposureRows(sums: LimitExposureView): ExposureRow[] {
  const { currency, lines } = sums;
  if (lines.length === 0) return [{ currency, sums, line: null }];
  return lines.map((line, at) => ({ currency, sums: at === 0 ? sums : null, line }));
}
type Sum = "amount" | "spent" | "left" | "most" | "programCap";
const sumOf = (name: string, words: string, of: Sum): ViewColumn<ExposureRow> => ({
  name,
  words,
  kind: "MONEY",
  of: ({ sums }) => sums?.[of]?.amount ?? null,
});
export const exposureTable = tableOfViews<ExposureRow, object>({
  title: "Exposure",
  words: "What all limits together let clicks cost this month, by the limit that binds.",
  needs: ["contracts:read"],
  only: "BRAND",
  columns: [
    { name: "month", words: "YYYY-MM.", kind: "WORD", of: ({ sums }) => sums?.month ?? null },
    {
      name: "contracts",
      words: "Contracts in force that pay for clicks.",
      kind: "COUNT",
      of: ({ sums }) => sums?.contracts ?? null,
    },
    {
      name: "unlimitedContracts",
      words: "Of them, those that no limit bounds: in no amount.",
      kind: "COUNT",
      of: ({ sums }) => sums?.unlimited ?? null,
    },
    sumOf("mostOfMonth", "The most that the others let a whole month cost.", "amount"),
    sumOf("spent", "What clicks of the month earned so far.", "spent"),
    sumOf("left", "What they may still cost until the month ends.", "left"),
    sumOf("most", "The most that the month can cost in the end.", "most"),
    sumOf("programCap", "What the program's own limits allow.", "programCap"),
    {
      name: "limit",
      words: "A limit that binds.",
      kind: "TEXT",
      of: ({ line }) => line?.text ?? null,
    },
    {
      name: "limitContracts",
      words: "Contracts that have it.",
      kind: "COUNT",
      of: ({ line }) => line?.contracts ?? null,
    },
    {
      name: "limitAmount",
      words: "What they let clicks cost in the month.",
      kind: "MONEY",
      of: ({ line }) => line?.amount.amount ?? null,
    },
    { name: "currency", words: "Of the amounts.", kind: "WORD", of: ({ currency }) => currency },
  ],
  views: async function* (ctx, { programId }) {
    yield (await clickExposure(ctx, programId)).flatMap(exposureRows);
  },
});
