import { graphql } from "../../gql/index.ts";

export const LinkFacts = graphql(/* GraphQL */ `
  fragment LinkFacts on TrackingLink {
    id
    name
    isTest
    state
    url
    destination
    level
    sharedId
    mediaProperty {
      name
    }
    partnerAccountId
    partnerName
    createdAt
    ad {
      id
      name
      type
      code
      landingPage
      warnings
      state
    }
  }
`);

export const Links = graphql(/* GraphQL */ `
  query Links($filter: TrackingLinkFilter, $after: String) {
    trackingLinks(first: 25, after: $after, filter: $filter) {
      nodes {
        id
        isTest
        partnerAccountId
        url
        ...LinkFacts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const AdFacts = graphql(/* GraphQL */ `
  fragment AdFacts on Ad {
    id
    name
    code
    type
    linkText
    landingPage
    warnings
    state
    createdAt
  }
`);

export const Ads = graphql(/* GraphQL */ `
  query Ads($programId: ID!, $after: String) {
    ads(first: 25, after: $after, programId: $programId) {
      nodes {
        id
        name
        type
        state
        ...AdFacts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const CreateTestLink = graphql(/* GraphQL */ `
  mutation CreateTestLink(
    $programId: ID!
    $partnerId: ID
    $name: Line!
    $landingPage: URL
    $key: String!
  ) {
    createTestLink(
      programId: $programId
      partnerId: $partnerId
      name: $name
      landingPage: $landingPage
      idempotencyKey: $key
    ) {
      __typename
      ... on TrackingLinkOk {
        link {
          id
          name
          partnerName
        }
      }
      ...Refused
    }
  }
`);

export const CreateTrackingLink = graphql(/* GraphQL */ `
  mutation CreateTrackingLink($input: CreateTrackingLinkInput!, $key: String!) {
    createTrackingLink(input: $input, idempotencyKey: $key) {
      __typename
      ... on TrackingLinkOk {
        link {
          id
          name
        }
      }
      ...Refused
    }
  }
`);

export const MediaProperties = graphql(/* GraphQL */ `
  query MediaProperties {
    mediaProperties {
      id
      name
    }
  }
`);

export const CreateMediaProperty = graphql(/* GraphQL */ `
  mutation CreateMediaProperty($input: MediaPropertyInput!, $key: String!) {
    createMediaProperty(input: $input, idempotencyKey: $key) {
      __typename
      ... on MediaPropertyOk {
        mediaProperty {
          id
        }
      }
      ...Refused
    }
  }
`);

export const SetLinkState = graphql(/* GraphQL */ `
  mutation SetLinkState($id: ID!, $state: LinkState!) {
    setLinkState(id: $id, state: $state) {
      __typename
      ... on TrackingLinkOk {
        link {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

export const CreateAd = graphql(/* GraphQL */ `
  mutation CreateAd($input: CreateAdInput!, $key: String!) {
    createAd(input: $input, idempotencyKey: $key) {
      __typename
      ... on AdOk {
        ad {
          id
          name
        }
      }
      ...Refused
    }
  }
`);

export const SetAdState = graphql(/* GraphQL */ `
  mutation SetAdState($id: ID!, $state: AdState!) {
    setAdState(id: $id, state: $state) {
      __typename
      ... on AdOk {
        ad {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

export const PlaceTestOrder = graphql(/* GraphQL */ `
  mutation PlaceTestOrder($input: PlaceTestOrderInput!, $key: String!) {
    placeTestOrder(input: $input, idempotencyKey: $key) {
      __typename
      ... on PlaceTestOrderOk {
        order {
          id
          date
          units
          amount {
            amount
            currency
          }
        }
      }
      ...Refused
    }
  }
`);
