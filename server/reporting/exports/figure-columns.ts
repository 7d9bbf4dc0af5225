/**
 * Columns of figures, which several tables have. Amounts of a second currency stand in a row of
 * their own, which repeats no count, so that every column can be summed.
 */
import { countFields } from "../../platform/db/click-counts.ts";
import type { Money } from "../../platform/api/money.ts";
import type {
  ClickFiguresView,
  LeadFiguresView,
  PayoutFiguresView,
  SaleFiguresView,
} from "../reports/report-figures.types.ts";
import type { ViewColumn } from "./columns.ts";

export interface Figures {
  clicks: ClickFiguresView | null;
  sales: SaleFiguresView | null;
  leads: LeadFiguresView | null;
  payout: PayoutFiguresView | null;
}
/** Of one currency; `isFirst`: with the counts. */
export interface Line<V> {
  view: V;
  currency: string | null;
  isFirst: boolean;
}
type Currencies = readonly (string | null)[];
/** One a currency; a row without amounts is a line all the same. */
export function linesBy<V>(view: V, named: Currencies): Line<V>[] {
  const currencies = [...new Set(named)].filter((currency) => currency !== null);
  const all = currencies.length > 0 ? currencies : [null];
  return all.map((currency, at) => ({ view, currency, isFirst: at === 0 }));
}
export const currenciesOf = (...amounts: (readonly Money[] | undefined)[]): string[] =>
  amounts.flatMap((some) => (some ?? []).map(({ currency }) => currency));
export function figureCurrencies({ sales, payout }: Figures): string[] {
  const paid = [payout?.clicks, payout?.sales, payout?.leads];
  return currenciesOf(sales?.amount, sales?.discardedAmount, ...paid);
}

export const count = <V>(
  name: string,
  words: string,
  of: (view: V) => number | null | undefined,
): ViewColumn<Line<V>> => ({
  name,
  words,
  kind: "COUNT",
  of: ({ view, isFirst }) => (isFirst ? (of(view) ?? null) : null),
});
export const amount = <V>(
  name: string,
  words: string,
  of: (view: V) => readonly Money[] | undefined,
): ViewColumn<Line<V>> => ({
  name,
  words,
  kind: "MONEY",
  of: ({ view, currency }) => of(view)?.find((one) => one.currency === currency)?.amount ?? null,
});
export const ratio = <V>(
  name: string,
  words: string,
  of: (view: V) => string | null | undefined,
): ViewColumn<Line<V>> => ({
  name,
  words,
  kind: "MONEY",
  of: ({ view, isFirst }) => (isFirst ? (of(view) ?? null) : null),
});
export const currency: ViewColumn<Line<unknown>> = {
  name: "currency",
  words: "Of the amounts.",
  kind: "WORD",
  of: (line) => line.currency,
};

const counts: [name: string, words: string, of: (f: Figures) => number | undefined][] = [
  ["paidClicks", "Clicks paid more than 0.", ({ clicks }) => clicks?.paid],
  ["paidZeroClicks", "Clicks payable at rate 0.", ({ clicks }) => clicks?.paidZero],
  ["unpaidClicks", "Clicks not paid, for a reason.", ({ clicks }) => clicks?.unpaid],
  ["filteredClicks", "Clicks that the filter leaves out.", ({ clicks }) => clicks?.filtered],
  ["orders", "Orders.", ({ sales }) => sales?.orders],
  ["units", "Units.", ({ sales }) => sales?.units],
  ["discardedOrders", "Orders without sale terms.", ({ sales }) => sales?.discardedOrders],
  ["leads", "Leads.", ({ leads }) => leads?.leads],
  ["discardedLeads", "Leads without lead terms.", ({ leads }) => leads?.discardedLeads],
];
const amounts: [name: string, words: string, of: (f: Figures) => Money[] | undefined][] = [
  ["amount", "Sales amount.", ({ sales }) => sales?.amount],
  ["discardedAmount", "Of discarded orders.", ({ sales }) => sales?.discardedAmount],
  ["clickPayout", "Earned by clicks.", ({ payout }) => payout?.clicks],
  ["salePayout", "Earned by sales.", ({ payout }) => payout?.sales],
  ["leadPayout", "Earned by leads.", ({ payout }) => payout?.leads],
];
/** All figures of a report. `of`: where a row has them; `name`, `words`: as what. */
export function figureColumns<V>(
  of: (view: V) => Figures | null,
  name: (plain: string) => string = (plain) => plain,
  words: (plain: string) => string = (plain) => plain,
): ViewColumn<Line<V>>[] {
  return [
    ...countFields.map((field) => ({
      ...count<V>(
        name(`${field.name}Clicks`),
        words(field.description),
        (view) => of(view)?.clicks?.[field.name],
      ),
      only: field.nullable ? ("BRAND" as const) : null,
    })),
    ...counts.map(([plain, text, read]) =>
      count<V>(name(plain), words(text), (view) => {
        const figures = of(view);
        return figures && read(figures);
      }),
    ),
    ...amounts.map(([plain, text, read]) =>
      amount<V>(name(plain), words(text), (view) => {
        const figures = of(view);
        return figures ? read(figures) : undefined;
      }),
    ),
  ];
}
