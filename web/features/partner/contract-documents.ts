import { graphql } from "../../gql/index.ts";

export const PartnerContractHistory = graphql(/* GraphQL */ `
  query PartnerContractHistory($programId: ID!, $partnerId: ID!) {
    contractHistory(programId: $programId, partnerId: $partnerId) {
      signed {
        id
        state
        ...ContractFacts
      }
      pending {
        id
        state
        awaitsYou
        ...ContractFacts
      }
      rejected {
        id
        state
        ...ContractFacts
      }
    }
    limitUsage(programId: $programId, partnerId: $partnerId) {
      ...LimitFacts
    }
    programLimits(programId: $programId) {
      ...ProgramLimitFacts
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
