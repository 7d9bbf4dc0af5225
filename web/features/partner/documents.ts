import { graphql } from "../../gql/index.ts";

export const ClickFacts = graphql(/* GraphQL */ `
  fragment ClickFacts on Click {
    id
    clickedAt
    linkName
    isTest
    outcome
    reason
    reasonText
    country
    device
    amount {
      amount
      currency
    }
    wouldPay {
      amount
      currency
    }
  }
`);

export const PartnerHome = graphql(/* GraphQL */ `
  query PartnerHome(
    $programId: ID!
    $partnerId: ID!
    $filter: ReportFilter
    $isTest: Boolean
    $states: [ContractState!]
  ) {
    report(scope: { programId: $programId }, range: { last: "mtd" }, filter: $filter) {
      meta {
        generatedAt
        ...Meta
      }
      totals {
        clicks {
          raw
          paid
          paidZero
          unpaid
          payable
        }
        sales {
          orders
          discardedOrders
          amount {
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
    }
    statementLines(programId: $programId, first: 5, filter: { state: OPEN }) {
      nodes {
        startsAt
        endsAt
        currency
        amount {
          amount
          currency
        }
        clicks {
          amount
          currency
        }
        sales {
          amount
          currency
        }
        pending {
          amount
          currency
        }
      }
    }
    fortnight: report(
      scope: { programId: $programId }
      range: { last: "14d" }
      grain: DAY
      filter: $filter
    ) {
      buckets {
        ...SmallBucket
      }
    }
    clicks(programId: $programId, first: 6, filter: { isTest: $isTest }) {
      nodes {
        id
        ...ClickFacts
      }
    }
    contracts(first: 5, filter: { programId: $programId, states: $states }) {
      nodes {
        id
        state
        awaitsYou
        ...ContractFacts
      }
    }
    trackingLinks(first: 1, filter: { programId: $programId, isTest: false }) {
      nodes {
        id
        name
        url
      }
    }
    limitUsage(programId: $programId, partnerId: $partnerId) {
      ...LimitFacts
    }
    programLimits(programId: $programId) {
      ...ProgramLimitFacts
    }
  }
`);

export const PartnerClicks = graphql(/* GraphQL */ `
  query PartnerClicks($programId: ID!, $filter: ClickFilter, $after: String) {
    clicks(programId: $programId, first: 25, after: $after, filter: $filter) {
      nodes {
        id
        ...ClickFacts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
