import { graphql } from "../../gql/index.ts";

export const PartnerContact = graphql(/* GraphQL */ `
  query PartnerContact($id: ID!) {
    partner(id: $id) {
      name
      supportContact
    }
  }
`);

export const BrandContacts = graphql(/* GraphQL */ `
  query BrandContacts {
    programs(first: 100) {
      nodes {
        id
        brandAccountId
        brandName
      }
    }
    brands(first: 100) {
      nodes {
        id
        supportContact
      }
    }
  }
`);
