/** What the board and the run panel read of a partner's verification. */
import { graphql } from "../../gql/index.ts";

export const Verify_row = graphql(/* GraphQL */ `
  fragment Verify_row on Verification {
    partnerAccountId
    partnerName
    result
    sentence
    verifiedAt
    verifiedBy
    changed
    clicks
    clickId
    clickedAt
    orderNumber
    orderedAt
    runId
    startedAt
    remindedAt
    link {
      id
      name
      url
      destination
    }
    groups {
      group
      state
      done
      total
      worst {
        ...Verify_check
      }
    }
    checks {
      ...Verify_check
    }
  }
`);

export const Verify_check = graphql(/* GraphQL */ `
  fragment Verify_check on VerificationCheck {
    number
    key
    group
    state
    sentence
    cause
    until
    fix
  }
`);

export const VerifyBoard = graphql(/* GraphQL */ `
  query VerifyBoard(
    $programId: ID!
    $shown: VerificationShown!
    $search: Line!
    $runId: ID
    $after: String
  ) {
    verificationBoard(
      programId: $programId
      filter: { shown: $shown, search: $search, runId: $runId }
      first: 50
      after: $after
    ) {
      counts {
        total
        verified
        waiting
        needsYou
        notStarted
      }
      salesSource
      clicksOnly
      run {
        id
        scope
        country
        device
        partners
        startedBy
        startedAt
        counts {
          total
          verified
          waiting
          needsYou
          notStarted
        }
      }
      nodes {
        ...Verify_row
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const VerifyPartner = graphql(/* GraphQL */ `
  query VerifyPartner($programId: ID!, $partnerId: ID) {
    verification(programId: $programId, partnerId: $partnerId) {
      ...Verify_row
    }
  }
`);

/** Clicks and sales through one test link, by day. */
export const VerifyChart = graphql(/* GraphQL */ `
  query VerifyChart($programId: ID!, $linkId: ID!) {
    report(
      scope: { programId: $programId }
      range: { last: "14d" }
      grain: DAY
      filter: { mode: TEST, linkIds: [$linkId] }
    ) {
      buckets {
        ...SmallPair_bucket
      }
    }
  }
`);

export const VerifyNews = graphql(/* GraphQL */ `
  subscription VerifyNews($programId: ID!) {
    verificationUpdated(programId: $programId) {
      at
    }
  }
`);
