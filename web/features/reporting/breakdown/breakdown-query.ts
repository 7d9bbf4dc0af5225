/** What the breakdown asks for, and what its parts are given. */
import type { BreakdownQuery, BreakdownQueryVariables } from "../../../gql/graphql.ts";
import { graphql } from "../../../gql/index.ts";
import type { Asked } from "../../../lib/first-answers.ts";
import type { ViewHandle } from "../use-view.ts";
import type { Grouping, Space } from "./breakdown-variables.ts";
import type { RankedMeasure } from "./ranked.ts";

graphql(/* GraphQL */ `
  fragment MeasureChange_change on MeasureChange {
    measure
    currency
    difference
    ratio
  }
`);
graphql(/* GraphQL */ `
  fragment Breakdown_figures on BreakdownFigures {
    clicks {
      raw
      unique
      newVisitors
      payable
      unpaid
    }
    sales {
      orders
      amount {
        amount
        currency
      }
    }
    measures {
      payout {
        amount
        currency
      }
      wouldPay {
        amount
        currency
      }
      cpc {
        amount
        currency
      }
      epc {
        amount
        currency
      }
      conversionRate
      roas {
        ratio
        currency
      }
      share
    }
  }
`);
export const Breakdown = graphql(/* GraphQL */ `
  query Breakdown(
    $program: ID!
    $range: RangeInput!
    $timeZone: TimeZone
    $filter: ReportFilter
    $compare: CompareInput
    $by: [ClickDimension!]!
    $first: Int!
    $sort: BreakdownSort
  ) {
    reportBreakdown(
      scope: { programId: $program }
      range: $range
      timeZone: $timeZone
      filter: $filter
      compare: $compare
      by: $by
      first: $first
      sort: $sort
    ) {
      timeZone
      start
      end
      groups
      compared {
        start
        end
        clicksUntil
        salesUntil
      }
      rows {
        values {
          value
          label
        }
        figures {
          ...Breakdown_figures
        }
        changes {
          ...MeasureChange_change
        }
      }
      rest {
        ...Breakdown_figures
      }
      restChanges {
        ...MeasureChange_change
      }
      total {
        ...Breakdown_figures
      }
      totalChanges {
        ...MeasureChange_change
      }
    }
  }
`);

/** As the server found it for the page's address. */
export type FirstBreakdown = Asked<BreakdownQueryVariables, BreakdownQuery>;
export type Found = NonNullable<BreakdownQuery["reportBreakdown"]>;
export type Row = Found["rows"][number];

export interface BreakdownProps {
  program: { id: string; code: string; marketplaceCurrency: string };
  space: Space;
  handle: ViewHandle;
  /** Null: not asked there. */
  breakdown: FirstBreakdown | null;
  /** Of the group that was open then, which need not be among the rows. */
  nested: FirstBreakdown | null;
  news: number;
}

export interface TableProps extends BreakdownProps {
  found: Found;
  grouping: Grouping;
  columns: readonly RankedMeasure[];
}
