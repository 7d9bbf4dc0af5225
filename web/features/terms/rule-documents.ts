import { graphql } from "../../gql/index.ts";

export const FindingFacts = graphql(/* GraphQL */ `
  fragment FindingFacts on TermsFinding {
    code
    severity
    event
    path
    related
    message
    example {
      variable
      name
      values
    }
  }
`);

export const LintTerms = graphql(/* GraphQL */ `
  query LintTerms($programId: ID!, $input: TermsInput!, $contracts: Count!) {
    lintTerms(programId: $programId, input: $input, contracts: $contracts) {
      findings {
        ...FindingFacts
      }
      isComplete
      warnings
      clickMonthMax {
        amount
        currency
      }
      clickMonthTogether {
        amount
        currency
      }
    }
  }
`);

export const RuleValues = graphql(/* GraphQL */ `
  query RuleValues(
    $programId: ID!
    $event: EventTypeKind!
    $variable: RuleVariable!
    $name: Line
    $search: Line!
  ) {
    ruleValues(
      programId: $programId
      event: $event
      variable: $variable
      name: $name
      search: $search
    ) {
      values {
        value
        label
        clicks
      }
      lookedAt
      isComplete
    }
  }
`);
