import { graphql } from "../../gql/index.ts";

export const PayoutFacts = graphql(/* GraphQL */ `
  fragment PayoutFacts on EventPayout {
    event
    level
    rate
    remainder
    referralWindowDays
    creditPolicy
    amount {
      amount
      currency
    }
    groups {
      id
      name
      rate
      amount {
        amount
        currency
      }
      rules {
        variable
        name
        operator
        values
      }
      limits {
        id
        kind
        scope
        reset
        weekendMax
        maxClicks
        maxActions
        maxPayout {
          amount
          currency
        }
      }
    }
    restrictions {
      id
      name
      hideZeroRows
      rules {
        variable
        name
        operator
        values
      }
    }
    limits {
      id
      kind
      scope
      reset
      weekendMax
      maxClicks
      maxActions
      maxPayout {
        amount
        currency
      }
    }
    locking {
      openEnded
      period
      months
      days
    }
    schedule {
      period
      months
      days
      dayOfMonth
    }
    bonus {
      kind
      basis
      tiers {
        from
        fromAmount {
          amount
          currency
        }
        rate
        amount {
          amount
          currency
        }
      }
    }
  }
`);

export const VersionFacts = graphql(/* GraphQL */ `
  fragment VersionFacts on TermsVersion {
    id
    number
    createdAt
    comment
    currency
    warnings
    noticeDays
    maxReturnPercent
    customTerms {
      name
      kind
      text
      fileId
    }
    eventPayouts {
      ...PayoutFacts
    }
  }
`);

export const TermsRow = graphql(/* GraphQL */ `
  fragment TermsRow on TemplateTerms {
    id
    name
    state
    labels
    restricted
    signedPartners
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

/** Names to copy from, without what they say. */
export const TermsNames = graphql(/* GraphQL */ `
  query TermsNames($programId: ID) {
    termsList(first: 100, programId: $programId) {
      nodes {
        id
        name
      }
    }
  }
`);

export const TermsDetail = graphql(/* GraphQL */ `
  query TermsDetail($id: ID!, $number: Count!) {
    terms(id: $id) {
      id
      name
      state
      programId
      labels
      restricted
      linkCode
      signedPartners
      createdAt
      versions {
        id
        number
        createdAt
        authorName
        comment
      }
    }
    termsVersion(termsId: $id, number: $number) {
      id
      number
      comment
      warnings
      ...VersionFacts
    }
  }
`);

/** The newest version, to write the next one or a copy from. */
export const TermsSource = graphql(/* GraphQL */ `
  query TermsSource($id: ID!) {
    terms(id: $id) {
      id
      name
      state
      labels
      restricted
      signedPartners
      latest {
        id
        number
        authorName
        ...VersionFacts
      }
      versions {
        id
        number
      }
    }
  }
`);

/** An earlier version, to start a draft from. */
export const EarlierVersion = graphql(/* GraphQL */ `
  query EarlierVersion($id: ID!, $number: Count!) {
    termsVersion(termsId: $id, number: $number) {
      id
      ...VersionFacts
    }
  }
`);

export const VersionDifferences = graphql(/* GraphQL */ `
  query VersionDifferences($beforeId: ID!, $afterId: ID!) {
    termsDifferences(beforeId: $beforeId, afterId: $afterId) {
      ...DifferenceFacts
    }
  }
`);

export const CreateTerms = graphql(/* GraphQL */ `
  mutation CreateTerms($programId: ID!, $input: TermsInput!, $asDraft: Boolean!, $key: String!) {
    createTerms(programId: $programId, input: $input, asDraft: $asDraft, idempotencyKey: $key) {
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
      ...Refused
    }
  }
`);

export const SaveTermsVersion = graphql(/* GraphQL */ `
  mutation SaveTermsVersion($id: ID!, $input: TermsInput!, $baseVersion: Count, $key: String!) {
    saveTermsVersion(id: $id, input: $input, baseVersion: $baseVersion, idempotencyKey: $key) {
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
      ...Refused
    }
  }
`);
