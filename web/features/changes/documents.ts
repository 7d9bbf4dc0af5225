import { graphql } from "../../gql/index.ts";

export const DifferenceFacts = graphql(/* GraphQL */ `
  fragment DifferenceFacts on TermsDifference {
    clause
    kind
    event
    name
    before
    after
    effect
  }
`);

export const ChangeFacts = graphql(/* GraphQL */ `
  fragment ChangeFacts on ContractChange {
    id
    strategy
    approval
    state
    termsName
    versionNumber
    effectiveAt
    endsAt
    earlyOptIn
    comment
    partners
    done
    failed
    asked
    accepted
    declined
    inEffect
    remindable
    remindedAt
    mayWithdraw
    draft
    byName
    createdAt
    sentAt
    withdrawnAt
  }
`);

export const ContractChanges = graphql(/* GraphQL */ `
  query ContractChanges($programId: ID!, $after: String) {
    contractChanges(programId: $programId, first: 25, after: $after) {
      nodes {
        id
        state
        ...ChangeFacts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const OneChange = graphql(/* GraphQL */ `
  query OneChange($id: ID!) {
    contractChange(id: $id) {
      id
      programId
      state
      draft
      ...ChangeFacts
    }
  }
`);

export const ChangePartners = graphql(/* GraphQL */ `
  query ChangePartners($changeId: ID!, $after: String) {
    contractChangePartners(changeId: $changeId, first: 50, after: $after) {
      nodes {
        partnerId
        partnerName
        state
        code
        message
        newContractId
        effectiveAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const PreviewChange = graphql(/* GraphQL */ `
  mutation PreviewChange($input: ContractChangeInput!, $after: String) {
    previewContractChange(input: $input, first: 50, after: $after) {
      __typename
      ... on PreviewChangeOk {
        preview {
          effectiveAt
          endsAt
          salesFrom
          touched
          leftOut
          earliestOn
          needsComment
          warnings
          differences {
            beforeName
            beforeVersion
            partners
            differences {
              ...DifferenceFacts
            }
          }
          partners {
            partnerId
            partnerName
            currentTermsName
            currentVersion
            noticeDays
            earliestOn
            steps
            code
            message
          }
          pageInfo {
            hasNextPage
            endCursor
          }
          refusalCode
          refusalMessage
          refusalPath
        }
      }
      ...Refused
    }
  }
`);

export const SaveChangeDraft = graphql(/* GraphQL */ `
  mutation SaveChangeDraft($input: ContractChangeInput!, $draftId: ID, $key: String!) {
    saveContractChangeDraft(input: $input, draftId: $draftId, idempotencyKey: $key) {
      __typename
      ... on ContractChangeOk {
        change {
          id
        }
      }
      ...Refused
    }
  }
`);

export const ApplyChange = graphql(/* GraphQL */ `
  mutation ApplyChange($input: ContractChangeInput!, $draftId: ID, $key: String!) {
    applyContractChange(input: $input, draftId: $draftId, idempotencyKey: $key) {
      __typename
      ... on ContractChangeOk {
        change {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

export const DiscardChangeDraft = graphql(/* GraphQL */ `
  mutation DiscardChangeDraft($id: ID!, $key: String!) {
    discardContractChangeDraft(id: $id, idempotencyKey: $key) {
      __typename
      ... on ContractChangeOk {
        change {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

export const WithdrawChange = graphql(/* GraphQL */ `
  mutation WithdrawChange($id: ID!, $key: String!) {
    withdrawContractChange(id: $id, idempotencyKey: $key) {
      __typename
      ... on ContractChangeOk {
        change {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

export const RemindChange = graphql(/* GraphQL */ `
  mutation RemindChange($id: ID!, $key: String!) {
    remindContractChange(id: $id, idempotencyKey: $key) {
      __typename
      ... on ContractChangeOk {
        change {
          id
          remindable
          remindedAt
        }
      }
      ...Refused
    }
  }
`);

export const RetryChange = graphql(/* GraphQL */ `
  mutation RetryChange($id: ID!, $key: String!) {
    retryContractChange(id: $id, idempotencyKey: $key) {
      __typename
      ... on ContractChangeOk {
        change {
          id
          state
        }
      }
      ...Refused
    }
  }
`);
