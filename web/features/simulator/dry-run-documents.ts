import { graphql } from "../../gql/index.ts";

export const DryRunFacts = graphql(/* GraphQL */ `
  fragment DryRunFacts on DryRunOk {
    outcome
    reason
    reasonText
    groupName
    amount {
      amount
      currency
    }
    trace {
      steps {
        ...TraceStepFacts
      }
    }
  }
`);

export const DryRunClick = graphql(/* GraphQL */ `
  mutation TryClick($input: DryRunClickInput!) {
    dryRunClick(input: $input) {
      __typename
      ... on DryRunOk {
        ...DryRunFacts
      }
      ...Refused
    }
  }
`);
