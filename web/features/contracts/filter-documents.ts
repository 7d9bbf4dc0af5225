import { graphql } from "../../gql/index.ts";

/** What the list of contracts can be narrowed to. */
export const ContractFilterChoices = graphql(/* GraphQL */ `
  query ContractFilterChoices($programId: ID!) {
    termsList(first: 100, programId: $programId) {
      nodes {
        id
        name
      }
    }
  }
`);

export const RecentContracts = graphql(/* GraphQL */ `
  query RecentContracts($programId: ID!) {
    recentContracts(programId: $programId) {
      expired {
        id
        ...RecentContract
      }
      expiring {
        id
        ...RecentContract
      }
      starting {
        id
        ...RecentContract
      }
    }
  }
`);

export const RecentContract = graphql(/* GraphQL */ `
  fragment RecentContract on Contract {
    id
    state
    partnerName
    termsName
    startsAt
    endsAt
  }
`);

export const ExpireContracts = graphql(/* GraphQL */ `
  mutation ExpireContracts($input: ExpireContractsInput!, $key: String!) {
    expireContracts(input: $input, idempotencyKey: $key) {
      __typename
      ... on ExpireContractsOk {
        contracts {
          id
          endsAt
        }
      }
      ...Refused
    }
  }
`);

export const ContractGroups = graphql(/* GraphQL */ `
  query ContractGroups {
    partnerGroups {
      id
      name
      partnerIds
    }
  }
`);

export const CreatePartnerGroup = graphql(/* GraphQL */ `
  mutation CreatePartnerGroup($name: Name!, $key: String!) {
    createPartnerGroup(name: $name, idempotencyKey: $key) {
      __typename
      ... on PartnerGroupOk {
        group {
          id
          name
          partnerIds
        }
      }
      ...Refused
    }
  }
`);
