import { graphql } from "../../gql/index.ts";

export const ContractFacts = graphql(/* GraphQL */ `
  fragment ContractFacts on Contract {
    id
    state
    awaitsYou
    brandName
    partnerAccountId
    partnerName
    programName
    termsId
    termsName
    startsAt
    endsAt
    proposedAt
    proposalExpiresAt
    decidedAt
    declineReason
    comment
    proposedByYou
    mayCounter
    switches
    nonCompliant
    version {
      number
      comment
      ...VersionFacts
    }
    fallbackVersion {
      number
      ...VersionFacts
    }
    change {
      id
      comment
      howTo
      effectiveAt
      mayOptIn
    }
    events {
      kind
      at
      comment
      byName
      beforeVersion
      afterVersion
    }
  }
`);

/** What a list shows: without the sentences. */
export const ContractHead = graphql(/* GraphQL */ `
  fragment ContractHead on Contract {
    id
    state
    awaitsYou
    partnerName
    termsId
    termsName
    startsAt
    endsAt
    proposedAt
    proposalExpiresAt
    decidedAt
    version {
      number
    }
    events {
      kind
      at
    }
  }
`);

export const Contracts = graphql(/* GraphQL */ `
  query Contracts($filter: ContractFilter, $after: String) {
    contracts(first: 25, after: $after, filter: $filter) {
      nodes {
        id
        state
        ...ContractHead
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const OneContract = graphql(/* GraphQL */ `
  query OneContract($id: ID!) {
    contract(id: $id) {
      id
      programId
      state
      partnerAccountId
      partnerName
      termsName
      version {
        number
      }
      ...ContractFacts
    }
  }
`);

export const ProposalChoices = graphql(/* GraphQL */ `
  query ProposalChoices($programId: ID!) {
    termsList(first: 50, programId: $programId) {
      nodes {
        id
        name
        state
        latest {
          number
          ...VersionFacts
        }
      }
    }
  }
`);

export const ProposeContract = graphql(/* GraphQL */ `
  mutation ProposeContract($input: ProposeContractInput!, $key: String!) {
    proposeContract(input: $input, idempotencyKey: $key) {
      __typename
      ... on ContractOk {
        contract {
          id
          partnerName
        }
      }
      ...Refused
    }
  }
`);

export const WithdrawContract = graphql(/* GraphQL */ `
  mutation WithdrawContract($id: ID!, $key: String!) {
    withdrawContract(id: $id, idempotencyKey: $key) {
      __typename
      ... on ContractOk {
        contract {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

export const AcceptContract = graphql(/* GraphQL */ `
  mutation AcceptContract($id: ID!, $groupIds: [ID!], $key: String!) {
    acceptContract(id: $id, groupIds: $groupIds, idempotencyKey: $key) {
      __typename
      ... on ContractOk {
        contract {
          id
          state
          ...ContractFacts
        }
      }
      ...Refused
    }
  }
`);

export const DeclineContract = graphql(/* GraphQL */ `
  mutation DeclineContract($id: ID!, $reason: Text, $key: String!) {
    declineContract(id: $id, reason: $reason, idempotencyKey: $key) {
      __typename
      ... on ContractOk {
        contract {
          id
          state
          ...ContractFacts
        }
      }
      ...Refused
    }
  }
`);

export const CounterContract = graphql(/* GraphQL */ `
  mutation CounterContract($id: ID!, $input: OfferInput!, $key: String!) {
    counterContract(id: $id, input: $input, idempotencyKey: $key) {
      __typename
      ... on ContractOk {
        contract {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

export const ProposeOwnTerms = graphql(/* GraphQL */ `
  mutation ProposeOwnTerms($programId: ID!, $input: OfferInput!, $key: String!) {
    proposeOwnTerms(programId: $programId, input: $input, idempotencyKey: $key) {
      __typename
      ... on ContractOk {
        contract {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

export const OptInToChange = graphql(/* GraphQL */ `
  mutation OptInToChange($id: ID!, $key: String!) {
    optInToChange(id: $id, idempotencyKey: $key) {
      __typename
      ... on ContractOk {
        contract {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

export const ContractDifferences = graphql(/* GraphQL */ `
  query ContractDifferences($id: ID!) {
    contractDifferences(id: $id) {
      ...DifferenceFacts
    }
  }
`);
