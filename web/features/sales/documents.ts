import { graphql } from "../../gql/index.ts";

export const SaleDetail = graphql(/* GraphQL */ `
  query SaleDetail($id: ID!) {
    action(id: $id) {
      action {
        ...SaleRow
        orderId
        programId
        partnerAccountId
        contractId
        reversalReason
        adjustment {
          amount
          currency
        }
      }
      updates {
        number
        kind
        state
        actor
        code
        comment
        at
        deltaAmount {
          amount
          currency
        }
        deltaPayout {
          amount
          currency
        }
        adjustment {
          amount
          currency
        }
      }
      requests {
        id
        kind
        state
        refusal
      }
      payableAt
      steps {
        ...TraceStepFacts
      }
    }
  }
`);

export const OutsideSales = graphql(/* GraphQL */ `
  query OutsideSales($program: ID!, $after: String, $first: Int!) {
    outsideOfTermsActions(programId: $program, after: $after, first: $first) {
      nodes {
        ...SaleRow
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

export const ApproveSales = graphql(/* GraphQL */ `
  mutation ApproveSales($ids: [ID!]!, $comment: Text, $key: String!) {
    approveActions(ids: $ids, comment: $comment, idempotencyKey: $key) {
      __typename
      ... on ActionRequestOk {
        requests {
          id
        }
      }
      ...Refused
    }
  }
`);

export const ApproveOutside = graphql(/* GraphQL */ `
  mutation ApproveOutside($ids: [ID!]!, $comment: Text, $key: String!) {
    approveOutsideOfTerms(ids: $ids, comment: $comment, idempotencyKey: $key) {
      __typename
      ... on ActionRequestOk {
        requests {
          id
        }
      }
      ...Refused
    }
  }
`);

export const ModifySale = graphql(/* GraphQL */ `
  mutation ModifySale($input: ModifyActionInput!, $key: String!) {
    modifyAction(input: $input, idempotencyKey: $key) {
      __typename
      ... on ActionRequestOk {
        requests {
          id
        }
      }
      ...Refused
    }
  }
`);

export const ReverseSale = graphql(/* GraphQL */ `
  mutation ReverseSale($id: ID!, $reason: ReversalReason!, $comment: Text, $key: String!) {
    reverseAction(id: $id, reason: $reason, comment: $comment, idempotencyKey: $key) {
      __typename
      ... on ActionRequestOk {
        requests {
          id
        }
      }
      ...Refused
    }
  }
`);
