import { graphql } from "../../gql/index.ts";

export const VersionFacts = graphql(/* GraphQL */ `
  fragment VersionFacts on TermsVersion {
    id
    number
    createdAt
    comment
    currency
    warnings
    eventPayouts {
      event
      level
      rate
      remainder
      amount {
        amount
        currency
      }
      limits {
        id
        kind
        reset
        maxClicks
        maxPayout {
          amount
          currency
        }
      }
    }
  }
`);

export const TermsRow = graphql(/* GraphQL */ `
  fragment TermsRow on TemplateTerms {
    id
    name
    state
    latest {
      number
      createdAt
      warnings
      ...VersionFacts
    }
  }
`);

export const TermsList = graphql(/* GraphQL */ `
  query TermsList($programId: ID, $after: String) {
    termsList(first: 12, after: $after, programId: $programId) {
      nodes {
        id
        ...TermsRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const TermsDetail = graphql(/* GraphQL */ `
  query TermsDetail($id: ID!) {
    terms(id: $id) {
      id
      name
      state
      programId
      labels
      createdAt
      versions {
        id
        number
        createdAt
        comment
        currency
        warnings
        ...VersionFacts
      }
    }
  }
`);

export const CreateTerms = graphql(/* GraphQL */ `
  mutation CreateTerms($programId: ID!, $input: TermsInput!, $key: String!) {
    createTerms(programId: $programId, input: $input, idempotencyKey: $key) {
      __typename
      ... on SaveTermsOk {
        terms {
          id
          latest {
            number
          }
        }
        warnings
      }
      ... on UserError {
        code
        message
        path
      }
    }
  }
`);

export const SaveTermsVersion = graphql(/* GraphQL */ `
  mutation SaveTermsVersion($id: ID!, $input: TermsInput!, $key: String!) {
    saveTermsVersion(id: $id, input: $input, idempotencyKey: $key) {
      __typename
      ... on SaveTermsOk {
        terms {
          id
          latest {
            number
          }
        }
        warnings
      }
      ... on UserError {
        code
        message
        path
      }
    }
  }
`);

export const ArchiveTerms = graphql(/* GraphQL */ `
  mutation ArchiveTerms($id: ID!, $key: String!) {
    archiveTerms(id: $id, idempotencyKey: $key) {
      __typename
      ... on SaveTermsOk {
        terms {
          id
          state
        }
      }
      ... on UserError {
        code
        message
        path
      }
    }
  }
`);
