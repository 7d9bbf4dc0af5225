import { graphql } from "../../gql/index.ts";

export const ApiKeys = graphql(/* GraphQL */ `
  query ApiKeys($after: String) {
    apiKeys(first: 25, after: $after) {
      nodes {
        id
        name
        prefix
        last4
        scopes
        createdAt
        createdBy
        lastUsedAt
        expiresAt
        revokedAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const CreateApiKey = graphql(/* GraphQL */ `
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      __typename
      ... on CreateApiKeyOk {
        secret
        apiKey {
          id
          name
        }
      }
      ...Refused
    }
  }
`);

export const RevokeApiKey = graphql(/* GraphQL */ `
  mutation RevokeApiKey($id: ID!) {
    revokeApiKey(id: $id) {
      __typename
      ... on RevokeApiKeyOk {
        apiKey {
          id
          revokedAt
        }
      }
      ...Refused
    }
  }
`);
