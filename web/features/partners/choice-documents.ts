import { graphql } from "../../gql/index.ts";

export const PartnerChoice = graphql(/* GraphQL */ `
  fragment PartnerChoice on Counterpart {
    id
    name
    code
    state
  }
`);

/** The first partners, and the one that is chosen already. */
export const PartnerChoices = graphql(/* GraphQL */ `
  query PartnerChoices($chosen: ID!, $isChosen: Boolean!) {
    partners(first: 100) {
      nodes {
        ...PartnerChoice
      }
      pageInfo {
        hasNextPage
      }
    }
    partner(id: $chosen) @include(if: $isChosen) {
      ...PartnerChoice
    }
  }
`);

export const PartnerSearch = graphql(/* GraphQL */ `
  query PartnerSearch($search: Line!) {
    partners(first: 25, search: $search) {
      nodes {
        ...PartnerChoice
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);
