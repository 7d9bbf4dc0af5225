import { graphql } from "../../gql/index.ts";

export const PartnerContractList = graphql(/* GraphQL */ `
  query PartnerContractList($programId: ID!, $states: [ContractState!], $after: String) {
    contracts(first: 10, after: $after, filter: { programId: $programId, states: $states }) {
      nodes {
        id
        state
        ...ContractFacts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const BrandContact = graphql(/* GraphQL */ `
  query BrandContact {
    brands(first: 100) {
      nodes {
        id
        supportContact
      }
    }
  }
`);
