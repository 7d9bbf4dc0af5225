/** What people do with verifications. */
import { graphql } from "../../gql/index.ts";

export const StartVerification = graphql(/* GraphQL */ `
  mutation StartVerification($input: StartVerificationInput!, $key: String!) {
    startVerification(input: $input, idempotencyKey: $key) {
      __typename
      ... on VerificationRunOk {
        run {
          id
          partners
        }
      }
      ...Refused
    }
  }
`);
export const CreateTestLinks = graphql(/* GraphQL */ `
  mutation CreateTestLinks($programId: ID!, $partnerIds: [ID!], $key: String!) {
    createTestLinks(programId: $programId, partnerIds: $partnerIds, idempotencyKey: $key) {
      __typename
      ... on CreateTestLinksOk {
        created
        kept
      }
      ...Refused
    }
  }
`);
export const MakeTestClicks = graphql(/* GraphQL */ `
  mutation MakeTestClicks($input: MakeTestClicksInput!, $key: String!) {
    makeTestClicks(input: $input, idempotencyKey: $key) {
      __typename
      ... on MakeTestClicksOk {
        redirected
        failed
        withoutLink
      }
      ...Refused
    }
  }
`);
export const RecheckVerification = graphql(/* GraphQL */ `
  mutation RecheckVerification($programId: ID!, $partnerIds: [ID!]) {
    recheckVerification(programId: $programId, partnerIds: $partnerIds) {
      __typename
      ... on RecheckVerificationOk {
        changed
      }
      ...Refused
    }
  }
`);
export const RemindPartners = graphql(/* GraphQL */ `
  mutation RemindPartners($input: RemindPartnersInput!, $key: String!) {
    remindPartners(input: $input, idempotencyKey: $key) {
      __typename
      ... on RemindPartnersOk {
        told
      }
      ...Refused
    }
  }
`);
export const RecordTestOrder = graphql(/* GraphQL */ `
  mutation RecordTestOrder($programId: ID!, $partnerId: ID!, $orderNumber: Line!, $key: String!) {
    recordTestOrder(
      programId: $programId
      partnerId: $partnerId
      orderNumber: $orderNumber
      idempotencyKey: $key
    ) {
      __typename
      ... on RecordTestOrderOk {
        verification {
          orderNumber
        }
      }
      ...Refused
    }
  }
`);
export const ResumeTestLink = graphql(/* GraphQL */ `
  mutation ResumeTestLink($id: ID!, $key: String!) {
    reopenLinks(input: { links: { ids: [$id] } }, idempotencyKey: $key) {
      __typename
      ... on ReopenLinksOk {
        reopened
      }
      ...Refused
    }
  }
`);
