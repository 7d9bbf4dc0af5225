import { graphql } from "../../gql/index.ts";

export const Partners = graphql(/* GraphQL */ `
  query Partners($search: Line, $after: String) {
    partners(first: 25, after: $after, search: $search) {
      nodes {
        id
        name
        code
        state
        since
        timeZone
        supportContact
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const Invitations = graphql(/* GraphQL */ `
  query Invitations($after: String) {
    invitations(first: 25, after: $after) {
      nodes {
        id
        email
        kind
        role
        createdAt
        expiresAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const InvitePartner = graphql(/* GraphQL */ `
  mutation InvitePartner($email: EmailAddress!) {
    invitePartner(email: $email) {
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

export const RevokeInvitation = graphql(/* GraphQL */ `
  mutation RevokeInvitation($id: ID!) {
    revokeInvitation(id: $id) {
      __typename
      ... on RevokeInvitationOk {
        invitationId
      }
      ...Refused
    }
  }
`);

export const PartnerContracts = graphql(/* GraphQL */ `
  query PartnerContracts($programId: ID!, $partnerIds: [ID!]!) {
    contracts(
      first: 100
      filter: {
        programId: $programId
        partnerIds: $partnerIds
        states: [ACTIVE, PENDING, UPCOMING]
      }
    ) {
      nodes {
        id
        state
        partnerAccountId
        termsName
      }
    }
  }
`);
