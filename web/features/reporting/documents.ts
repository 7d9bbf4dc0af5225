import { graphql } from "../../gql/index.ts";

export const Figures = graphql(/* GraphQL */ `
  fragment Figures on ReportTotals {
    clicks {
      raw
      paid
      paidZero
      unpaid
      hidden
      filtered
      payable
      unique
    }
    sales {
      orders
      units
      discardedOrders
      amount {
        amount
        currency
      }
      discardedAmount {
        amount
        currency
      }
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
    }
    reasons {
      reason
      clicks
      text
    }
  }
`);

export const Bucket = graphql(/* GraphQL */ `
  fragment Bucket on ReportBucket {
    key
    start
    end
    isOpen
    isPartial
    salesState
    clicks {
      raw
      paid
      paidZero
      unpaid
      hidden
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
    payout {
      clicks {
        amount
        currency
      }
      sales {
        amount
        currency
      }
    }
  }
`);

export const Meta = graphql(/* GraphQL */ `
  fragment Meta on ReportMeta {
    timeZone
    salesTimeZone
    grain
    start
    end
    trackedSince
    generatedAt
    completeness {
      at
      clicksUntil
      waitingClicks
    }
    salesSettledUntil
    simulatedSales
    source
    emptyReason
    salesEmptyReason
  }
`);

export const Verdict = graphql(/* GraphQL */ `
  fragment Verdict on TestLinkVerdict {
    linkId
    linkName
    partnerAccountId
    partnerName
    clicks
    orders
    discardedOrders
    lastClickAt
    lastSaleAt
    tone
    sentenceKey
  }
`);

export const ReportPair = graphql(/* GraphQL */ `
  query ReportPair(
    $program: ID!
    $range: RangeInput!
    $grain: Grain
    $timeZone: TimeZone
    $filter: ReportFilter
  ) {
    report(
      scope: { programId: $program }
      range: $range
      grain: $grain
      timeZone: $timeZone
      filter: $filter
    ) {
      meta {
        ...Meta
      }
      totals {
        ...Figures
      }
      buckets {
        ...Bucket
      }
      salesDays {
        date
        start
        end
        sales {
          orders
          units
          discardedOrders
          amount {
            amount
            currency
          }
        }
      }
    }
    verdicts(programId: $program) {
      ...Verdict
    }
  }
`);

export const Partner = graphql(/* GraphQL */ `
  fragment Partner on PartnerReport {
    partnerAccountId
    partnerName
    lastClickAt
    clickSpark
    salesSpark
    clicks {
      raw
      paid
      paidZero
      unpaid
    }
    sales {
      orders
      amount {
        amount
        currency
      }
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
    }
  }
`);

export const ReportByPartner = graphql(/* GraphQL */ `
  query ReportByPartner(
    $program: ID!
    $range: RangeInput!
    $grain: Grain
    $timeZone: TimeZone
    $filter: ReportFilter
  ) {
    reportByPartner(
      scope: { programId: $program }
      range: $range
      grain: $grain
      timeZone: $timeZone
      filter: $filter
    ) {
      ...Partner
    }
  }
`);
