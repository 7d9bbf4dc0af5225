import { graphql } from "../../gql/index.ts";

export const ReviewFacts = graphql(/* GraphQL */ `
  fragment ReviewFacts on CpcRequest {
    id
    brandName
    state
    reason
    requestedAt
    decidedAt
    decisionNote
  }
`);

export const CpcRequests = graphql(/* GraphQL */ `
  query CpcRequests($states: [CpcRequestState!], $after: String) {
    cpcRequests(first: 25, after: $after, states: $states) {
      nodes {
        id
        ...ReviewFacts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const ReviewCpcRequest = graphql(/* GraphQL */ `
  mutation ReviewCpcRequest($id: ID!, $state: CpcRequestState!, $note: Text!, $key: String!) {
    reviewCpcRequest(id: $id, state: $state, note: $note, idempotencyKey: $key) {
      __typename
      ... on CpcRequestOk {
        request {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

export const Accounts = graphql(/* GraphQL */ `
  query Accounts($kind: AccountKind, $after: String) {
    accounts(first: 25, after: $after, kind: $kind) {
      nodes {
        id
        name
        kind
        code
        currency
        timeZone
        edition
        state
        createdAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const SetEdition = graphql(/* GraphQL */ `
  mutation SetEdition($accountId: ID!, $edition: Edition!) {
    setEdition(accountId: $accountId, edition: $edition) {
      __typename
      ... on SetEditionOk {
        account {
          id
          edition
        }
      }
      ...Refused
    }
  }
`);

export const Outbox = graphql(/* GraphQL */ `
  query Outbox($after: String) {
    outbox(first: 25, after: $after) {
      nodes {
        id
        recipient
        subject
        body
        createdAt
        sentAt
        attempts
        failure
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const ParkedItems = graphql(/* GraphQL */ `
  query ParkedItems($after: String, $done: Boolean!) {
    parkedItems(first: 25, after: $after, done: $done) {
      nodes {
        id
        kind
        reason
        detail
        accountName
        programName
        partnerName
        waitingClicks
        waitingSince
        state
        attempts
        parkedAt
        nextTryAt
        doneAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const ReleaseParkedItem = graphql(/* GraphQL */ `
  mutation ReleaseParkedItem($id: ID!, $key: String!) {
    releaseParkedItem(id: $id, idempotencyKey: $key) {
      __typename
      ... on ReleaseParkedItemOk {
        item {
          id
          state
          nextTryAt
        }
      }
      ...Refused
    }
  }
`);
