import { graphql } from "../../gql/index.ts";

export const ContractAudit = graphql(/* GraphQL */ `
  query ContractAudit($programId: ID!, $partnerId: ID, $after: String) {
    contractEvents(programId: $programId, partnerId: $partnerId, first: 50, after: $after) {
      nodes {
        id
        contractId
        partnerName
        termsName
        kind
        byName
        beforeVersion
        afterVersion
        comment
        at
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
