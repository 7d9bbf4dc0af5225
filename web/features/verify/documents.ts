import { graphql } from "../../gql/index.ts";

export const VerifyList = graphql(/* GraphQL */ `
  query VerifyList($programId: ID!) {
    verdicts(programId: $programId) {
      linkId
      linkName
      partnerAccountId
      partnerName
      clicks
      orders
      discardedOrders
      lastClickAt
      lastSaleAt
      tone
      sentenceKey
    }
  }
`);

export const LinkEvidence = graphql(/* GraphQL */ `
  query LinkEvidence($id: ID!, $programId: ID!, $partnerId: ID!) {
    trackingLink(id: $id) {
      id
      name
      url
      state
      destination
      partnerName
      ad {
        id
        state
        landingPage
      }
    }
    clicks(programId: $programId, filter: { linkIds: [$id], isTest: true }, first: 1) {
      nodes {
        id
        clickedAt
        landingPage
        outcome
        reasonText
      }
    }
    contracts(
      first: 1
      filter: { programId: $programId, partnerId: $partnerId, states: [ACTIVE] }
    ) {
      nodes {
        id
      }
    }
    actions(programId: $programId, filter: { linkIds: [$id] }, first: 1) {
      nodes {
        id
        date
        outcome
        simulated
        amount {
          amount
          currency
        }
      }
    }
  }
`);
