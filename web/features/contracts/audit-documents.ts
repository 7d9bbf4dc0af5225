import { graphql } from "../../gql/index.ts";

export const AuditContracts = graphql(/* GraphQL */ `
  query AuditContracts($filter: ContractFilter, $after: String) {
    contracts(first: 100, after: $after, filter: $filter) {
      nodes {
        id
        partnerName
        termsName
        events {
          kind
          byName
          beforeVersion
          afterVersion
          comment
          at
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
