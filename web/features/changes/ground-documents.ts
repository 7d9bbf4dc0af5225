import { graphql } from "../../gql/index.ts";

export const GroundTerms = graphql(/* GraphQL */ `
  query GroundTerms($programId: ID!, $after: String) {
    termsList(first: 50, after: $after, programId: $programId) {
      nodes {
        id
        name
        labels
        state
        latest {
          number
          warnings
          ...VersionFacts
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const GroundPartners = graphql(/* GraphQL */ `
  query GroundPartners($after: String) {
    partners(first: 100, after: $after) {
      nodes {
        ...PartnerChoice
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const GroundContracts = graphql(/* GraphQL */ `
  query GroundContracts($programId: ID!, $partnerIds: [ID!]!, $after: String) {
    contracts(
      first: 100
      after: $after
      filter: { programId: $programId, partnerIds: $partnerIds, states: [ACTIVE, UPCOMING] }
    ) {
      nodes {
        id
        state
        partnerAccountId
        termsId
        termsName
        version {
          number
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const GroundGroups = graphql(/* GraphQL */ `
  query GroundGroups {
    partnerGroups {
      id
      name
      partnerIds
    }
  }
`);
