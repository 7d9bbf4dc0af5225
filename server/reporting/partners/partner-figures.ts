/** The figures of some partners, from the cells of which reports are made. */
import type { Money } from "../../platform/api/money.ts";
import type { Context } from "../../platform/context.ts";
import { divideHalfEven, formatMicros, microsPerUnit } from "../../domain/money.ts";
import { cutAtDates, type Stretch } from "../../domain/date-cut.ts";
import { added, measured } from "../../domain/report-measures.ts";
import { ascending } from "../../domain/order.ts";
import { clickCells, conversionCells, type CellQuery } from "../reports/cells.ts";
import { Figures, type ClickCell } from "../reports/figures.ts";
import type { ClickFiguresView } from "../reports/report-figures.types.ts";
import type { ReportMode } from "../reports/report.types.ts";
import type { ClickChangeView, PartnerFiguresView } from "./program-partner.types.ts";

interface Asked {
  programId: string;
  brandAccountId: string;
  zone: string;
  mode: ReportMode;
  partnerIds: readonly string[];
  range: Stretch;
  /** What of it is compared with what; null: nothing is. */
  compared: { now: Stretch; before: Stretch } | null;
  dates: { from: string; to: string };
}

/** One bucket a part: whole dates are read from rows of dates, what is left of quarter hours. */
async function cellsOf(
  ctx: Context,
  { programId, brandAccountId, zone, mode, partnerIds }: Asked,
  stretch: Stretch,
): Promise<ClickCell[]> {
  const { dates, rest } = cutAtDates(stretch, zone);
  const query = (part: Stretch, isOfDates: boolean): CellQuery => ({
    programId,
    brandAccountId,
    filter: { mode, outcomes: null, partnerIds: [...partnerIds] },
    buckets: [{ key: "", ...part }],
    zone,
    byPartner: true,
    isOfDates,
  });
  const cells = dates ? await clickCells(ctx, query(dates, true), "DAY") : [];
  for (const part of rest) cells.push(...(await clickCells(ctx, query(part, false), "HOUR")));
  return cells;
}

const moneysOf = (amounts: ReadonlyMap<string, bigint>): Money[] =>
  [...amounts]
    .toSorted(([a], [b]) => ascending(a, b))
    .map(([currency, micros]) => ({ amount: formatMicros(micros), currency }));

function figuresView(figures: Figures): PartnerFiguresView {
  const made = figures.measured();
  const { clickPayout, conversionPayout } = made;
  return {
    clicks: figures.clicks(),
    sales: figures.sales(),
    leads: figures.leads(),
    payout: figures.payout(),
    earned: moneysOf(added(clickPayout, conversionPayout ?? new Map())),
    epc: moneysOf(measured(made).epc),
  };
}

/** What became more or less. */
function changeOf(now: ClickFiguresView, before: ClickFiguresView): ClickChangeView {
  const raw = now.raw - before.raw;
  return {
    now,
    before,
    raw,
    payable: now.payable - before.payable,
    share:
      before.raw === 0
        ? null
        : formatMicros(divideHalfEven(BigInt(raw) * microsPerUnit, BigInt(before.raw)), 0),
  };
}

export interface Figured {
  figures: PartnerFiguresView;
  /** Null: nothing is compared. */
  change: ClickChangeView | null;
}
type ByPartner = Map<string | null, Figures>;
/** By partner; of each that is asked for there are some, however few. */
export async function partnerFigures(
  ctx: Context,
  asked: Asked,
): Promise<(partnerId: string) => Figured> {
  const { programId, brandAccountId, zone, mode, partnerIds, compared } = asked;
  const of = (period: ByPartner, id: string | null) =>
    period.getOrInsertComputed(id, () => new Figures(ctx.scope.kind === "BRAND"));
  const clicksIn = async (stretch: Stretch | undefined): Promise<ByPartner> => {
    const found: ByPartner = new Map();
    if (stretch && partnerIds.length > 0)
      for (const cell of await cellsOf(ctx, asked, stretch))
        of(found, cell.partner_account_id).addClicks(cell);
    return found;
  };
  const inRange = await clicksIn(asked.range);
  const isWhole = compared?.now.start === asked.range.start && compared.now.end === asked.range.end;
  const now = isWhole ? inRange : await clicksIn(compared?.now);
  const before = await clicksIn(compared?.before);
  const query = {
    programId,
    brandAccountId,
    filter: { mode, outcomes: null, partnerIds: [...partnerIds] },
    buckets: [],
    zone,
    byPartner: true,
    isOfDates: true,
  };
  if (partnerIds.length > 0)
    for (const cell of await conversionCells(ctx, query, asked.dates))
      of(inRange, cell.partner_account_id).addConversions(cell);
  return (id) => ({
    figures: figuresView(of(inRange, id)),
    change: compared && changeOf(of(now, id).clicks(), of(before, id).clicks()),
  });
}
