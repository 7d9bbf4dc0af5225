import { graphql } from "../../gql/index.ts";

export const PlaceFacts = graphql(/* GraphQL */ `
  fragment PlaceFacts on ReplayPlace {
    key
    kind
    groupId
    groupName
  }
`);

export const ReplayFacts = graphql(/* GraphQL */ `
  fragment ReplayFacts on Replay {
    id
    state
    progressPercent
    eventsDone
    eventsTotal
    failure
    weakEvidence
    untried {
      name
      variable
    }
    moved
    movesKept
    finishedAt
    figures {
      clicks
      sales
      costNow {
        amount
        currency
      }
      costThen {
        amount
        currency
      }
      difference {
        amount
        currency
      }
      clicksNow {
        paid
        zero
        unpaid
      }
      clicksThen {
        paid
        zero
        unpaid
      }
    }
    matrix {
      event
      events
      from {
        ...PlaceFacts
      }
      to {
        ...PlaceFacts
      }
      costNow {
        amount
        currency
      }
      costThen {
        amount
        currency
      }
    }
    limitHits {
      limitId
      text
      firstAt
      events
      partnerName
    }
    spread {
      currency
      partners
      median {
        amount
        currency
      }
      lowest {
        amount
        currency
      }
      highest {
        amount
        currency
      }
    }
    byPartner(first: 5) {
      nodes {
        partnerId
        partnerName
        figures {
          clicks
          difference {
            amount
            currency
          }
        }
      }
    }
  }
`);

export const StartReplay = graphql(/* GraphQL */ `
  mutation StartReplay($input: ReplayInput!, $key: String!) {
    startReplay(input: $input, idempotencyKey: $key) {
      __typename
      ... on ReplayOk {
        replay {
          id
          ...ReplayFacts
        }
      }
      ...Refused
    }
  }
`);

export const CancelReplay = graphql(/* GraphQL */ `
  mutation CancelReplay($id: ID!, $key: String!) {
    cancelReplay(id: $id, idempotencyKey: $key) {
      __typename
      ... on ReplayOk {
        replay {
          id
          ...ReplayFacts
        }
      }
      ...Refused
    }
  }
`);

export const OneReplay = graphql(/* GraphQL */ `
  query OneReplay($id: ID!) {
    replay(id: $id) {
      id
      ...ReplayFacts
    }
  }
`);

export const ReplayPartners = graphql(/* GraphQL */ `
  query ReplayPartners($id: ID!, $after: String) {
    replay(id: $id) {
      id
      byPartner(first: 10, after: $after) {
        nodes {
          partnerId
          partnerName
          figures {
            costNow {
              amount
              currency
            }
            costThen {
              amount
              currency
            }
            difference {
              amount
              currency
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

export const ReplayMoves = graphql(/* GraphQL */ `
  query ReplayMoves($id: ID!, $after: String) {
    replay(id: $id) {
      id
      moves(first: 10, after: $after) {
        nodes {
          subjectId
          event
          at
          partnerName
          paidNow {
            amount
            currency
          }
          paidThen {
            amount
            currency
          }
          from {
            ...PlaceFacts
          }
          to {
            ...PlaceFacts
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

/** Of one move alone: two traces of every row of a page would cost more than a request may. */
export const MoveTraces = graphql(/* GraphQL */ `
  query MoveTraces($id: ID!, $subjectId: ID!) {
    replay(id: $id) {
      id
      moves(first: 1, subjectId: $subjectId) {
        nodes {
          traceNow {
            steps {
              ...TraceStepFacts
            }
          }
          traceThen {
            steps {
              ...TraceStepFacts
            }
          }
        }
      }
    }
  }
`);
