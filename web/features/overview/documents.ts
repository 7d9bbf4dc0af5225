import { graphql } from "../../gql/index.ts";

export const Overview = graphql(/* GraphQL */ `
  query Overview($programId: ID!, $filter: ReportFilter, $all: [ContractState!]) {
    verdicts(programId: $programId) {
      linkId
      linkName
      partnerName
      clicks
      orders
      tone
      sentenceKey
    }
    report(scope: { programId: $programId }, range: { last: "14d" }, grain: DAY, filter: $filter) {
      meta {
        generatedAt
        ...Meta
      }
      totals {
        clicks {
          raw
          payable
          unpaid
        }
        sales {
          orders
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
        reasons {
          reason
          clicks
          text
        }
      }
      buckets {
        ...SmallBucket
      }
    }
    contracts(first: 6, filter: { programId: $programId, states: $all }) {
      nodes {
        id
        state
        partnerName
        termsName
        proposedAt
        decidedAt
      }
    }
    programSetUp(programId: $programId) {
      cpcEnabled
      clickActive
      termsReady
      asked
      accepted
      verified
    }
    cpcRequest {
      state
    }
    parkedItems(first: 5) {
      nodes {
        id
        kind
        reason
        state
        programName
        partnerName
        parkedAt
        waitingClicks
        waitingSince
      }
      pageInfo {
        hasNextPage
      }
    }
    programLimits(programId: $programId) {
      ...ProgramLimitFacts
    }
    contractLimits(programId: $programId, first: 3) {
      nodes {
        contractId
        partnerName
        usage {
          limitId
          ...LimitFacts
        }
      }
    }
  }
`);
