import { graphql } from "../../gql/index.ts";

export const ClickRow = graphql(/* GraphQL */ `
  fragment ClickRow on Click {
    id
    clickedAt
    partnerName
    linkName
    country
    device
    classification
    outcome
    reason
    reasonText
    isTest
    amount {
      amount
      currency
    }
    wouldPay {
      amount
      currency
    }
  }
`);

export const ClickLog = graphql(/* GraphQL */ `
  query ClickLog($program: ID!, $filter: ClickFilter, $after: String, $first: Int!) {
    clicks(programId: $program, filter: $filter, after: $after, first: $first) {
      nodes {
        ...ClickRow
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

export const SaleRow = graphql(/* GraphQL */ `
  fragment SaleRow on Action {
    id
    date
    partnerName
    linkName
    orders
    units
    outcome
    reason
    reasonText
    state
    locksAt
    lockedAt
    outsideOfTerms
    outsideApprovedAt
    isTest
    simulated
    amount {
      amount
      currency
    }
    payout {
      amount
      currency
    }
    wouldPay {
      amount
      currency
    }
  }
`);

export const SaleLog = graphql(/* GraphQL */ `
  query SaleLog($program: ID!, $filter: ActionFilter, $after: String, $first: Int!) {
    actions(programId: $program, filter: $filter, after: $after, first: $first) {
      nodes {
        ...SaleRow
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

export const ClickTrace = graphql(/* GraphQL */ `
  query ClickTrace($id: ID!) {
    click(id: $id) {
      click {
        ...ClickRow
        programId
        landingPage
        browser
        os
        referrerHost
        sharedId
        partnerAccountId
        subId1
        subId2
        subId3
        termsVersion
        warnings
        hidden
      }
      trace {
        engineVersion
        consistent
        steps {
          ...TraceStepFacts
        }
      }
    }
  }
`);

export const TraceStepFacts = graphql(/* GraphQL */ `
  fragment TraceStepFacts on TraceStep {
    step
    verdict
    seen
    reason
    rows {
      label
      text
      verdict
      conditions {
        text
        seen
        holds
      }
      limit {
        windowStart
        windowEnd
      }
    }
  }
`);

/** What would be made of a click that never happened. */
export const DryRunFacts = graphql(/* GraphQL */ `
  fragment DryRunFacts on DryRunOk {
    outcome
    reasonText
    groupName
    untried {
      name
      variable
    }
    amount {
      amount
      currency
    }
    wouldPay {
      amount
      currency
    }
    termsName
    versionNumber
    trace {
      steps {
        ...TraceStepFacts
      }
    }
  }
`);

export const DryRunClick = graphql(/* GraphQL */ `
  mutation DryRunClick($input: DryRunClickInput!) {
    dryRunClick(input: $input) {
      __typename
      ... on DryRunOk {
        ...DryRunFacts
      }
      ...Refused
    }
  }
`);

export const ReportWindow = graphql(/* GraphQL */ `
  query ReportWindow(
    $program: ID!
    $range: RangeInput!
    $timeZone: TimeZone
    $filter: ReportFilter
  ) {
    report(scope: { programId: $program }, range: $range, timeZone: $timeZone, filter: $filter) {
      meta {
        start
        end
        timeZone
        salesTimeZone
      }
      totals {
        clicks {
          hidden
        }
      }
    }
  }
`);
