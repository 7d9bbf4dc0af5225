/** What is asked of saved views. */
import { graphql } from "../../gql/index.ts";

export const SavedViews = graphql(/* GraphQL */ `
  query SavedViews($program: ID!) {
    savedViews(programId: $program) {
      id
      name
      query
      isShared
      isMine
      mayChange
      isDefault
      defaultFor
      ownerName
      changedAt
    }
  }
`);
export const SaveView = graphql(/* GraphQL */ `
  mutation SaveView($input: SavedViewInput!, $key: String!) {
    saveView(input: $input, idempotencyKey: $key) {
      __typename
      ... on SavedViewOk {
        view {
          id
        }
      }
      ...Refused
    }
  }
`);
export const ChangeSavedView = graphql(/* GraphQL */ `
  mutation ChangeSavedView($id: ID!, $input: SavedViewChange!, $key: String!) {
    changeSavedView(id: $id, input: $input, idempotencyKey: $key) {
      __typename
      ... on SavedViewOk {
        view {
          id
        }
      }
      ...Refused
    }
  }
`);
export const RemoveSavedView = graphql(/* GraphQL */ `
  mutation RemoveSavedView($id: ID!, $key: String!) {
    removeSavedView(id: $id, idempotencyKey: $key) {
      __typename
      ... on RemoveViewOk {
        id
      }
      ...Refused
    }
  }
`);
