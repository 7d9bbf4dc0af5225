/**
 * What changes terms without a new version: their state, who may modify them, their branded link.
 */
import { graphql } from "../../gql/index.ts";

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
      ...Refused
    }
  }
`);

export const ActivateTerms = graphql(/* GraphQL */ `
  mutation ActivateTerms($id: ID!, $key: String!) {
    activateTerms(id: $id, idempotencyKey: $key) {
      __typename
      ... on SaveTermsOk {
        terms {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

export const SetTermsRestricted = graphql(/* GraphQL */ `
  mutation SetTermsRestricted($id: ID!, $restricted: Boolean!, $key: String!) {
    setTermsRestricted(id: $id, restricted: $restricted, idempotencyKey: $key) {
      __typename
      ... on SaveTermsOk {
        terms {
          id
          restricted
        }
      }
      ...Refused
    }
  }
`);

export const OpenTermsLink = graphql(/* GraphQL */ `
  mutation OpenTermsLink($id: ID!, $key: String!) {
    openTermsLink(id: $id, idempotencyKey: $key) {
      __typename
      ... on SaveTermsOk {
        terms {
          id
          linkCode
        }
      }
      ...Refused
    }
  }
`);

export const CloseTermsLink = graphql(/* GraphQL */ `
  mutation CloseTermsLink($id: ID!, $key: String!) {
    closeTermsLink(id: $id, idempotencyKey: $key) {
      __typename
      ... on SaveTermsOk {
        terms {
          id
          linkCode
        }
      }
      ...Refused
    }
  }
`);

export const PublicTerms = graphql(/* GraphQL */ `
  query PublicTerms($code: Token!) {
    publicTerms(code: $code) {
      brandName
      programName
      termsName
      currency
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
  }
`);

export const ApplyForTerms = graphql(/* GraphQL */ `
  mutation ApplyForTerms($code: Token!, $comment: Text, $key: String!) {
    applyForTerms(code: $code, comment: $comment, idempotencyKey: $key) {
      __typename
      ... on ApplyForTermsOk {
        contractId
        contract {
          id
          programId
        }
      }
      ...Refused
    }
  }
`);

export const TermsRules = graphql(/* GraphQL */ `
  query TermsRules {
    termsRules {
      enforced
      noticeDays
      mayChangeNotice
      maxNoticeDays
      openEndedAllowed
      maxReturnPercent
      updatedAt
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
    }
  }
`);

export const SetTermsRules = graphql(/* GraphQL */ `
  mutation SetTermsRules($input: TermsRulesInput!, $key: String!) {
    setTermsRules(input: $input, idempotencyKey: $key) {
      __typename
      ... on SetTermsRulesOk {
        rules {
          enforced
          updatedAt
        }
      }
      ...Refused
    }
  }
`);
