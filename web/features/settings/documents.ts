import { graphql } from "../../gql/index.ts";

export const ProgramSettings = graphql(/* GraphQL */ `
  query ProgramSettings($id: ID!) {
    program(id: $id) {
      id
      code
      name
      landingPage
      marketplace
      marketplaceCurrency
      marketplaceTimeZone
      uniqueWindowMinutes
      uniqueWindowType
      riskFilter
      simulated
      state
      eventTypes {
        id
        kind
        code
        name
        state
      }
    }
    cpcRequest {
      ...CpcRequestFacts
    }
  }
`);

export const CpcRequestFacts = graphql(/* GraphQL */ `
  fragment CpcRequestFacts on CpcRequest {
    id
    state
    reason
    requestedAt
    decidedAt
    decisionNote
    events {
      at
      fromState
      toState
      note
    }
  }
`);

export const RequestCpc = graphql(/* GraphQL */ `
  mutation RequestCpc($reason: Text!, $key: String!) {
    requestCpc(reason: $reason, idempotencyKey: $key) {
      __typename
      ... on CpcRequestOk {
        request {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

export const AddEventType = graphql(/* GraphQL */ `
  mutation AddEventType(
    $programId: ID!
    $kind: EventTypeKind!
    $code: Token!
    $name: Name!
    $key: String!
  ) {
    addEventType(
      programId: $programId
      kind: $kind
      code: $code
      name: $name
      idempotencyKey: $key
    ) {
      __typename
      ... on EventTypeOk {
        program {
          id
        }
      }
      ...Refused
    }
  }
`);

export const SetEventTypeState = graphql(/* GraphQL */ `
  mutation SetEventTypeState($id: ID!, $state: EventTypeState!, $key: String!) {
    setEventTypeState(id: $id, state: $state, idempotencyKey: $key) {
      __typename
      ... on EventTypeOk {
        program {
          id
        }
      }
      ...Refused
    }
  }
`);

export const SetRiskFilter = graphql(/* GraphQL */ `
  mutation SetRiskFilter($programId: ID!, $filter: RiskFilter!, $key: String!) {
    setRiskFilter(programId: $programId, filter: $filter, idempotencyKey: $key) {
      __typename
      ... on RiskFilterOk {
        program {
          id
          riskFilter
        }
      }
      ...Refused
    }
  }
`);

export const UpdateAccount = graphql(/* GraphQL */ `
  mutation UpdateAccount($input: UpdateAccountInput!) {
    updateAccount(input: $input) {
      __typename
      ... on UpdateAccountOk {
        account {
          id
          name
          timeZone
          financialYearStart
          supportContact
        }
      }
      ...Refused
    }
  }
`);

export const ChangePassword = graphql(/* GraphQL */ `
  mutation ChangePassword($currentPassword: Password!, $newPassword: Password!) {
    changePassword(currentPassword: $currentPassword, newPassword: $newPassword) {
      __typename
      ... on ChangePasswordOk {
        viewer {
          kind
        }
      }
      ...Refused
    }
  }
`);

export const Members = graphql(/* GraphQL */ `
  query Members($after: String) {
    members(first: 25, after: $after) {
      nodes {
        id
        role
        permissions
        createdAt
        user {
          id
          name
          email
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const SetMemberPermissions = graphql(/* GraphQL */ `
  mutation SetMemberPermissions($memberId: ID!, $permissions: [Permission!]!) {
    setMemberPermissions(memberId: $memberId, permissions: $permissions) {
      __typename
      ... on SetMemberPermissionsOk {
        member {
          id
          permissions
        }
      }
      ...Refused
    }
  }
`);

export const InviteUser = graphql(/* GraphQL */ `
  mutation InviteUser($email: EmailAddress!, $role: Role!) {
    inviteUser(email: $email, role: $role) {
      __typename
      ... on InviteOk {
        invitation {
          id
          email
        }
      }
      ...Refused
    }
  }
`);

export const ChangeMemberRole = graphql(/* GraphQL */ `
  mutation ChangeMemberRole($memberId: ID!, $role: Role!) {
    changeMemberRole(memberId: $memberId, role: $role) {
      __typename
      ... on ChangeMemberRoleOk {
        member {
          id
          role
        }
      }
      ...Refused
    }
  }
`);

export const RemoveMember = graphql(/* GraphQL */ `
  mutation RemoveMember($memberId: ID!) {
    removeMember(memberId: $memberId) {
      __typename
      ... on RemoveMemberOk {
        memberId
      }
      ...Refused
    }
  }
`);

export const CreateProgram = graphql(/* GraphQL */ `
  mutation CreateProgram($input: CreateProgramInput!, $key: String!) {
    createProgram(input: $input, idempotencyKey: $key) {
      __typename
      ... on CreateProgramOk {
        program {
          id
          code
          name
        }
      }
      ...Refused
    }
  }
`);
