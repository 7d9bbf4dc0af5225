/**
 * What the core screen shows of clicks, each told once: the API's figure, how it is drawn, and what
 * it is stacked from. The table's columns, their order and totals, the cards above, the panel with
 * its legend and words, and the address follow from here; the words stand in the messages under
 * reporting.measures, by the same names.
 */
import type {
  ClickMeasures_FiguresFragment,
  KpiStrip_TotalsFragment,
  ReportingBody_BucketFragment,
} from "../../../gql/graphql.ts";
import type { MarkSeries } from "../../../charts/frame.ts";
import type { Mode } from "../../../lib/mode.ts";
import { graphql, readFragment, type FragmentType } from "../../../gql/index.ts";

const ClickMeasures_figures = graphql(/* GraphQL */ `
  fragment ClickMeasures_figures on ClickFigures {
    raw
    paid
    paidZero
    unpaid
    hidden
    filtered
    payable
    unique
    newVisitors
  }
`);
export type ClickFigures = Omit<ClickMeasures_FiguresFragment, " $fragmentName">;

interface ClickMeasure {
  figure: keyof ClickFigures;
  mark?: Pick<MarkSeries, "color" | "fill">;
  /** Names of what its bars are stacked from, from the baseline up: it can be the panel's. */
  stack?: readonly string[];
}
/** In the order of the table's columns. */
const told = {
  clicks: { figure: "raw", stack: ["paid", "paidZero", "unpaid"] },
  paid: { figure: "paid", mark: { color: "var(--clicks)", fill: "solid" } },
  paidZero: { figure: "paidZero", mark: { color: "var(--clicks)", fill: "soft" } },
  unpaid: { figure: "unpaid", mark: { color: "var(--unpaid)", fill: "hatch" } },
  newVisitors: {
    figure: "newVisitors",
    mark: { color: "var(--clicks)", fill: "solid" },
    stack: ["newVisitors"],
  },
} as const satisfies Record<string, ClickMeasure>;

type Told = typeof told;
export type Measure = keyof Told;
type With<Part> = { [M in Measure]: Told[M] extends Part ? M : never }[Measure];
type Marked = With<{ mark: object }>;
/** What the panel can show. */
export type Charted = With<{ stack: object }>;

export const measures = Object.keys(told) as Measure[];
const isCharted = (measure: Measure): measure is Charted => "stack" in told[measure];
export const chartedMeasures = measures.filter(isCharted);

export const stackOf = (measure: Charted): readonly Marked[] => told[measure].stack;
export const markOf = (measure: Marked): Pick<MarkSeries, "color" | "fill"> => told[measure].mark;

/** Null: not for this reader. */
export const figureOf = (clicks: ClickFigures, measure: Measure): number | null =>
  clicks[told[measure].figure];
/** For messages, which take every figure by its name. */
export const numbersIn = (clicks: ClickFigures): Record<string, number> =>
  Object.fromEntries(Object.entries(clicks).map(([figure, count]) => [figure, count ?? 0]));
export const measuresIn = (clicks: ClickFigures): Measure[] =>
  measures.filter((measure) => figureOf(clicks, measure) !== null);
/** What cards and panel offer; one that the reader does not have is not offered. */
export const chartedIn = (clicks: ClickFigures): Charted[] => measuresIn(clicks).filter(isCharted);

export const ReportingBody_bucket = graphql(/* GraphQL */ `
  fragment ReportingBody_bucket on ReportBucket {
    key
    start
    end
    isOpen
    isPartial
    salesState
    clicks {
      ...ClickMeasures_figures
    }
    sales {
      orders
      units
      discardedOrders
      amount {
        amount
        currency
      }
    }
    leads {
      leads
      discardedLeads
    }
    payout {
      clicks {
        amount
        currency
      }
      sales {
        amount
        currency
      }
      leads {
        amount
        currency
      }
    }
    wouldPay {
      clicks {
        amount
        currency
      }
      sales {
        amount
        currency
      }
      leads {
        amount
        currency
      }
    }
  }
`);

type WithFigures<Of extends { clicks: unknown }> = Omit<Of, "clicks"> & {
  clicks: ClickFigures | Extract<Of["clicks"], null>;
};
/** Test clicks and sales earn nothing: they tell what they would. */
export type Earning = "payout" | "wouldPay";
export const earningIn = (mode: Mode): Earning => (mode === "test" ? "wouldPay" : "payout");
/** Leads stand in reports where there are any. */
export const hasLeads = ({ leads }: Pick<ShownTotals, "leads">): boolean =>
  leads.leads + leads.discardedLeads > 0;
export type ShownBucket = WithFigures<ReportingBody_BucketFragment>;
export type ShownTotals = WithFigures<KpiStrip_TotalsFragment>;

type Masked = FragmentType<typeof ClickMeasures_figures>;
export const withFigures = <Of extends { clicks: Masked | null }>(of: Of): WithFigures<Of> =>
  ({ ...of, clicks: readFragment(ClickMeasures_figures, of.clicks) }) as WithFigures<Of>;
