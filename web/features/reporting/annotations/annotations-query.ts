/** What is asked of annotations and notes. */
import { graphql } from "../../../gql/index.ts";

export const Annotations = graphql(/* GraphQL */ `
  query Annotations($program: ID!, $range: RangeInput!, $timeZone: TimeZone) {
    annotations(scope: { programId: $program }, range: $range, timeZone: $timeZone) {
      kind
      at
      count
      partnerName
      detail
      note {
        id
        at
        text
        authorName
        mayChange
      }
    }
  }
`);
export const AddReportNote = graphql(/* GraphQL */ `
  mutation AddReportNote($input: ReportNoteInput!, $key: String!) {
    addReportNote(input: $input, idempotencyKey: $key) {
      __typename
      ... on ReportNoteOk {
        note {
          id
        }
      }
      ...Refused
    }
  }
`);
export const ChangeReportNote = graphql(/* GraphQL */ `
  mutation ChangeReportNote($id: ID!, $input: ReportNoteChange!, $key: String!) {
    changeReportNote(id: $id, input: $input, idempotencyKey: $key) {
      __typename
      ... on ReportNoteOk {
        note {
          id
        }
      }
      ...Refused
    }
  }
`);
export const RemoveReportNote = graphql(/* GraphQL */ `
  mutation RemoveReportNote($id: ID!, $key: String!) {
    removeReportNote(id: $id, idempotencyKey: $key) {
      __typename
      ... on RemoveReportNoteOk {
        id
      }
      ...Refused
    }
  }
`);
