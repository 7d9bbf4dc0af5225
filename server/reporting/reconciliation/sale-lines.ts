/** From what was told and booked to lines of sales. */
import {
  addSaleLines,
  explainSales,
  minusSales,
  noSales,
  plusSales,
  type SaleLine,
  type Sales,
} from "../../domain/reconciliation.ts";
import type { CampaignDay, GroupDay } from "./amazons.ts";
import type { SaleCell } from "./booked.ts";

type Figure = "told" | "booked" | "test" | "discarded" | "counted";
const salesOf = (cell: SaleCell, figure: Figure): Sales => ({
  orders: Number(cell[`${figure}_orders`]),
  amount: BigInt(cell[`${figure}_amount`]),
});

/** Of tags that are not ours, whatever became of them here: nobody is credited. */
export const lineOfOthers = (amazon: Sales | null): SaleLine =>
  explainSales({ amazon, ours: noSales, known: { OTHER_TAGS: amazon ?? noSales } });

function lineOfCell(cell: SaleCell): SaleLine {
  const amazon = cell.told ? salesOf(cell, "told") : null;
  if (cell.partner === null) return lineOfOthers(amazon);
  const [booked, test] = [salesOf(cell, "booked"), salesOf(cell, "test")];
  const [discarded, counted] = [salesOf(cell, "discarded"), salesOf(cell, "counted")];
  const here = plusSales(plusSales(test, discarded), counted);
  const gap = minusSales(amazon ?? noSales, booked);
  return explainSales({
    amazon,
    ours: counted,
    known: {
      TEST: test,
      DISCARDED: discarded,
      CHANGED_HERE: minusSales(booked, here),
      ...(cell.gap === null ? {} : { [cell.gap]: gap }),
    },
  });
}
export const lineOfCells = (cells: readonly SaleCell[]): SaleLine =>
  addSaleLines(cells.map(lineOfCell));

const told = ({ orders, amount }: { orders: string; amount: string }): Sales => ({
  orders: Number(orders),
  amount: BigInt(amount),
});

/** What the campaign has more than its ad groups: of partners that Amazon hides. */
export function linesOfCampaign(
  campaigns: readonly CampaignDay[],
  groups: readonly GroupDay[],
): { underTen: SaleLine; otherTags: SaleLine } {
  let [rest, others]: [Sales | null, Sales | null] = [null, null];
  for (const { own, date, ...row } of campaigns)
    if (own) {
      const inGroups = groups
        .filter((group) => group.date === date)
        .map(told)
        .reduce(plusSales, noSales);
      rest = plusSales(rest ?? noSales, minusSales(told(row), inGroups));
    } else others = plusSales(others ?? noSales, told(row));
  return {
    underTen: explainSales({ amazon: rest, ours: noSales, known: { MASKED: rest ?? noSales } }),
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
