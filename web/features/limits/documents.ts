import { graphql } from "../../gql/index.ts";

export const LimitFacts = graphql(/* GraphQL */ `
  fragment LimitFacts on LimitUsage {
    limitId
    event
    groupName
    kind
    scope
    reset
    currency
    max
    used
    percent
    windowStart
    windowEnd
    countsFrom
    elapsedPercent
    expected
    expectedPercent
    reachedOn
    unpaidClicks
    paused
  }
`);

export const ProgramLimitFacts = graphql(/* GraphQL */ `
  fragment ProgramLimitFacts on ProgramLimit {
    id
    shared
    max
    weekendMax
    usage {
      event
      ...LimitFacts
    }
  }
`);

export const ProgramLimits = graphql(/* GraphQL */ `
  query ProgramLimits($programId: ID!) {
    programLimits(programId: $programId) {
      id
      ...ProgramLimitFacts
    }
    clickExposure(programId: $programId) {
      month
      currency
      contracts
      unlimited
      amount {
        amount
        currency
      }
      programCap {
        amount
        currency
      }
      lines {
        text
        contracts
        amount {
          amount
          currency
        }
      }
    }
    limitEvents(programId: $programId, first: 20) {
      limitId
      percent
      text
      partnerId
      partnerName
      contractId
      kind
      currency
      max
      used
      occurredAt
      windowEnd
    }
  }
`);

export const ContractLimits = graphql(/* GraphQL */ `
  query ContractLimits($programId: ID!, $search: Line, $after: String) {
    contractLimits(programId: $programId, search: $search, first: 25, after: $after) {
      nodes {
        contractId
        partnerName
        usage {
          limitId
          ...LimitFacts
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** Of one partner: its contract's limits, and those of the program that the reader may see. */
export const PartnerLimits = graphql(/* GraphQL */ `
  query PartnerLimits($programId: ID!, $partnerId: ID!) {
    limitUsage(programId: $programId, partnerId: $partnerId) {
      limitId
      ...LimitFacts
    }
    programLimits(programId: $programId) {
      id
      ...ProgramLimitFacts
    }
  }
`);

/** What a limit would begin with. */
export const ProgramLimitPreview = graphql(/* GraphQL */ `
  query ProgramLimitPreview(
    $programId: ID!
    $event: EventTypeKind!
    $kind: LimitKind!
    $reset: LimitReset!
    $currency: CurrencyCode!
  ) {
    programLimitPreview(
      programId: $programId
      event: $event
      kind: $kind
      reset: $reset
      currency: $currency
    ) {
      used
      currency
      windowStart
      windowEnd
      countsFrom
    }
  }
`);

export const SetProgramLimit = graphql(/* GraphQL */ `
  mutation SetProgramLimit($input: ProgramLimitInput!, $key: String!) {
    setProgramLimit(input: $input, idempotencyKey: $key) {
      __typename
      ... on ProgramLimitsOk {
        limits {
          id
        }
      }
      ...Refused
    }
  }
`);

export const RemoveProgramLimit = graphql(/* GraphQL */ `
  mutation RemoveProgramLimit($id: ID!, $key: String!) {
    removeProgramLimit(id: $id, idempotencyKey: $key) {
      __typename
      ... on ProgramLimitsOk {
        limits {
          id
        }
      }
      ...Refused
    }
  }
`);
