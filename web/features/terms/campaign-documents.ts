import { graphql } from "../../gql/index.ts";

export const CampaignTermsList = graphql(/* GraphQL */ `
  query CampaignTermsList($programId: ID!, $after: String) {
    campaignTerms(programId: $programId, first: 12, after: $after) {
      nodes {
        id
        name
        firstDate
        lastDate
        createdAt
        eventPayouts {
          ...PayoutFacts
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const CreateCampaignTerms = graphql(/* GraphQL */ `
  mutation CreateCampaignTerms($programId: ID!, $input: CampaignTermsInput!, $key: String!) {
    createCampaignTerms(programId: $programId, input: $input, idempotencyKey: $key) {
      __typename
      ... on CampaignTermsOk {
        campaignTerms {
          id
        }
      }
      ...Refused
    }
  }
`);
