import { graphql } from "../../gql/index.ts";

/** Without the items, of which a list may hold thousands. */
export const ExceptionLists = graphql(/* GraphQL */ `
  query ExceptionLists {
    exceptionLists {
      id
      kind
      name
      state
      count
      since
    }
  }
`);

export const ExceptionListItems = graphql(/* GraphQL */ `
  query ExceptionListItems($id: ID!) {
    exceptionList(id: $id) {
      id
      kind
      items
    }
  }
`);

export const CreateExceptionList = graphql(/* GraphQL */ `
  mutation CreateExceptionList($input: ExceptionListInput!, $key: String!) {
    createExceptionList(input: $input, idempotencyKey: $key) {
      __typename
      ... on ExceptionListOk {
        list {
          id
        }
      }
      ...Refused
    }
  }
`);

export const ReplaceExceptionListItems = graphql(/* GraphQL */ `
  mutation ReplaceExceptionListItems($id: ID!, $items: [Line!]!, $key: String!) {
    replaceExceptionListItems(id: $id, items: $items, idempotencyKey: $key) {
      __typename
      ... on ExceptionListOk {
        list {
          id
        }
      }
      ...Refused
    }
  }
`);

export const CloseExceptionList = graphql(/* GraphQL */ `
  mutation CloseExceptionList($id: ID!, $key: String!) {
    closeExceptionList(id: $id, idempotencyKey: $key) {
      __typename
      ... on ExceptionListOk {
        list {
          id
        }
      }
      ...Refused
    }
  }
`);

export const DeactivateExceptionList = graphql(/* GraphQL */ `
  mutation DeactivateExceptionList($id: ID!, $key: String!) {
    deactivateExceptionList(id: $id, idempotencyKey: $key) {
      __typename
      ... on ExceptionListOk {
        list {
          id
        }
      }
      ...Refused
    }
  }
`);
