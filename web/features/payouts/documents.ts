import { graphql } from "../../gql/index.ts";

export const StatementLineFacts = graphql(/* GraphQL */ `
  fragment StatementLineFacts on StatementLine {
    month
    state
    partnerId
    partnerName
    currency
    closesAt
    openingCarry {
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
    adjustments {
      amount
      currency
    }
    bonuses {
      amount
      currency
    }
    earlier {
      amount
      currency
    }
    entries {
      amount
      currency
    }
    transfers
    amount {
      amount
      currency
    }
    carry {
      amount
      currency
    }
  }
`);

export const Statements = graphql(/* GraphQL */ `
  query Statements($programId: ID!, $filter: StatementFilter, $after: String) {
    statementLines(programId: $programId, first: 50, after: $after, filter: $filter) {
      nodes {
        ...StatementLineFacts
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);
