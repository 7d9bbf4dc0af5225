import { graphql } from "../../gql/index.ts";

export const SignIn = graphql(/* GraphQL */ `
  mutation SignIn($email: Line!, $password: Password!) {
    signIn(email: $email, password: $password) {
      __typename
      ... on SignInOk {
        viewer {
          kind
        }
      }
      ...Refused
    }
  }
`);

export const SignUp = graphql(/* GraphQL */ `
  mutation SignUp($input: SignUpInput!) {
    signUp(input: $input) {
      __typename
      ... on SignUpOk {
        viewer {
          kind
        }
      }
      ...Refused
    }
  }
`);

export const Invitation = graphql(/* GraphQL */ `
  query Invitation($token: Token!) {
    invitation(token: $token) {
      kind
      role
      email
      accountName
      invitedBy
      isKnownPerson
      expiresAt
    }
  }
`);

export const AcceptInvitation = graphql(/* GraphQL */ `
  mutation AcceptInvitation($input: AcceptInvitationInput!) {
    acceptInvitation(input: $input) {
      __typename
      ... on AcceptInvitationOk {
        viewer {
          kind
        }
      }
      ...Refused
    }
  }
`);

export const RequestPasswordReset = graphql(/* GraphQL */ `
  mutation RequestPasswordReset($email: Line!) {
    requestPasswordReset(email: $email) {
      __typename
      ... on RequestPasswordResetOk {
        validMinutes
      }
    }
  }
`);

export const ResetPassword = graphql(/* GraphQL */ `
  mutation ResetPassword($token: Token!, $password: Password!) {
    resetPassword(token: $token, password: $password) {
      __typename
      ... on ResetPasswordOk {
        email
      }
      ...Refused
    }
  }
`);
