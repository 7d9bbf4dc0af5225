/** From what was told and booked to lines of sales. */
import {
  addSaleLines,
  causeOfRest,
  explainSales,
  minusSales,
  noSales,
  plusSales,
  type SaleCauses,
  type SaleLine,
  type Sales,
} from "../../domain/reconciliation.ts";
import type { CampaignDay, GroupDay } from "./amazons.ts";
import type { BookedSums, Gap, SaleCell } from "./booked.ts";

type Figure = "booked" | "test" | "discarded" | "counted";
const salesOf = (sums: BookedSums, figure: Figure): Sales => ({
  orders: Number(sums[`${figure}_orders`]),
  amount: BigInt(sums[`${figure}_amount`]),
});

/** Of tags that are not ours, whatever became of them here: nobody is credited. */
export const lineOfOthers = (amazon: Sales | null): SaleLine =>
  explainSales({ amazon, ours: noSales, known: { OTHER_TAGS: amazon ?? noSales } });

/** `gaps`: what was told less what is booked of it, by its cause. */
function lineOfSums(
  amazon: Sales | null,
  sums: BookedSums | undefined,
  gaps: Partial<SaleCauses>,
): SaleLine {
  if (!sums) return explainSales({ amazon, ours: noSales, known: gaps });
  const [test, discarded] = [salesOf(sums, "test"), salesOf(sums, "discarded")];
  const counted = salesOf(sums, "counted");
  const here = plusSales(plusSales(test, discarded), counted);
  const changed = minusSales(salesOf(sums, "booked"), here);
  return explainSales({
    amazon,
    ours: counted,
    known: { TEST: test, DISCARDED: discarded, CHANGED_HERE: changed, ...gaps },
  });
}

interface ToldSums {
  orders: string;
  amount: string;
}
const told = ({ orders, amount }: ToldSums): Sales => ({
  orders: Number(orders),
  amount: BigInt(amount),
});
const toldIn = (rows: readonly ToldSums[]): Sales => rows.map(told).reduce(plusSales, noSales);

/** Of partners: what was told of each key, by date or by partner. */
export const toldBy = <R extends ToldSums>(
  rows: readonly R[],
  keyOf: (row: R) => string,
): Map<string, Sales> =>
  new Map([...Map.groupBy(rows, keyOf)].map(([key, own]) => [key, toldIn(own)]));

/** Where what was told and what is booked are not the same in sum. */
export const unlike = (
  toldOf: ReadonlyMap<string, Sales>,
  booked: readonly (BookedSums & { key: string })[],
): string[] => {
  const sums = new Map(booked.map((row) => [row.key, salesOf(row, "booked")]));
  return [...new Set([...toldOf.keys(), ...sums.keys()])].filter((key) => {
    const left = minusSales(toldOf.get(key) ?? noSales, sums.get(key) ?? noSales);
    return left.orders !== 0 || left.amount !== 0n;
  });
};

export function linesBy(
  toldOf: ReadonlyMap<string, Sales>,
  booked: readonly (BookedSums & { key: string })[],
  gaps: readonly Gap[],
): Map<string, SaleLine> {
  const sums = new Map(booked.map((row) => [row.key, row]));
  const gapsOf = Map.groupBy(gaps, ({ key }) => key);
  return new Map(
    [...new Set([...toldOf.keys(), ...sums.keys()])].map((key) => {
      const known: Partial<SaleCauses> = {};
      for (const { gap, ...row } of gapsOf.get(key) ?? [])
        if (gap !== null) known[gap] = plusSales(known[gap] ?? noSales, told(row));
      return [key, lineOfSums(toldOf.get(key) ?? null, sums.get(key), known)];
    }),
  );
}

function lineOfCell(cell: SaleCell): SaleLine {
  const amazon = cell.told ? told({ orders: cell.told_orders, amount: cell.told_amount }) : null;
  const gap = minusSales(amazon ?? noSales, salesOf(cell, "booked"));
  return lineOfSums(amazon, cell, cell.gap === null ? {} : { [cell.gap]: gap });
}
export const lineOfCells = (cells: readonly SaleCell[]): SaleLine =>
  addSaleLines(cells.map(lineOfCell));

/** By date: what the campaign has more than its ad groups, or less. */
export const restsOf = (campaigns: readonly CampaignDay[], groups: readonly GroupDay[]): Sales[] =>
  campaigns
    .filter(({ own }) => own)
    .map(({ date, ...row }) =>
      minusSales(told(row), toldIn(groups.filter((group) => group.date === date))),
    );

interface CampaignLines {
  underTen: SaleLine;
  groupings: SaleLine;
  otherTags: SaleLine;
}
/**
 * What the campaign has more than its ad groups, of partners that Amazon hides, of whom there are
 * `hiddenClicks`; what cannot be theirs; and what is of other tags, ad groups that name no partner
 * among them.
 */
export function linesOfCampaign(
  campaigns: readonly CampaignDay[],
  groups: readonly GroupDay[],
  hiddenClicks: number,
): CampaignLines {
  const rests: Record<"MASKED" | "GROUPINGS", Sales | null> = { MASKED: null, GROUPINGS: null };
  for (const rest of restsOf(campaigns, groups)) {
    const cause = causeOfRest(rest, hiddenClicks);
    rests[cause] = plusSales(rests[cause] ?? noSales, rest);
  }
  let others: Sales | null = null;
  for (const { own, ...row } of campaigns)
    if (!own) others = plusSales(others ?? noSales, told(row));
  for (const group of groups.filter(({ known }) => !known))
    others = plusSales(others ?? noSales, told(group));
  const lineOfRest = (cause: keyof typeof rests): SaleLine =>
    explainSales({
      amazon: rests[cause],
      ours: noSales,
      known: { [cause]: rests[cause] ?? noSales },
    });
  return {
    underTen: lineOfRest("MASKED"),
    groupings: lineOfRest("GROUPINGS"),
    otherTags: lineOfOthers(others),
  };
}

/**
 * What Amazon did not split by creative. Where a creative came back hidden, what it was told last
 * is booked here instead.
 */
export function lineNotSplit(
  booked: readonly SaleCell[],
  amazon: Sales | null,
  links: readonly SaleLine[],
): SaleLine {
  const here = addSaleLines(booked.map((cell) => lineOfCell({ ...cell, gap: null, told: false })));
  const ofBooked = booked.map((cell) => salesOf(cell, "booked")).reduce(plusSales, noSales);
  const hidden = links.map(({ causes }) => causes.MASKED).reduce(plusSales, noSales);
  const moved = minusSales(noSales, hidden);
  const left = minusSales(minusSales(amazon ?? noSales, ofBooked), moved);
  const known = { ...here.causes, NOT_EXPLAINED: noSales, MASKED: moved };
  const isHeld = links.some(({ causes }) => causes.HELD.orders !== 0);
  const cause = isHeld ? "HELD" : "WAITING";
  const waits = isHeld || left.orders < 0;
  return explainSales({
    amazon,
    ours: here.ours,
    known: waits ? { ...known, [cause]: left } : known,
  });
}
