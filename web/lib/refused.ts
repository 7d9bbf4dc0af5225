import { graphql } from "../gql/index.ts";

/** What a mutation selects of a refusal. */
export const Refused = graphql(/* GraphQL */ `
  fragment Refused on UserError {
    code
    message
    path
  }
`);
