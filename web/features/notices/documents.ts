import { graphql } from "../../gql/index.ts";

export const NoticeFacts = graphql(/* GraphQL */ `
  fragment NoticeFacts on Notice {
    id
    kind
    fromName
    programId
    programName
    contractId
    comment
    linksSentence
    howTo
    effectiveAt
    limit {
      percent
      text
      event
      kind
      currency
      max
      used
      at
      windowEnd
    }
    createdAt
    readAt
  }
`);

export const Notices = graphql(/* GraphQL */ `
  query Notices($unreadOnly: Boolean!, $after: String) {
    notices(first: 20, after: $after, unreadOnly: $unreadOnly) {
      nodes {
        id
        ...NoticeFacts
        differences {
          ...DifferenceFacts
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** The operator signs no terms and may read none: the same without what changes in them. */
export const OperatorNotices = graphql(/* GraphQL */ `
  query OperatorNotices($unreadOnly: Boolean!, $after: String) {
    notices(first: 20, after: $after, unreadOnly: $unreadOnly) {
      nodes {
        id
        ...NoticeFacts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const NoticeSummary = graphql(/* GraphQL */ `
  query NoticeSummary {
    noticeSummary {
      unread
    }
  }
`);

export const MarkNoticesRead = graphql(/* GraphQL */ `
  mutation MarkNoticesRead($ids: [ID!]) {
    markNoticesRead(ids: $ids) {
      __typename
      ... on MarkNoticesReadOk {
        unread
      }
    }
  }
`);
