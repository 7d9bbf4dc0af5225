import { graphql } from "../../gql/index.ts";

export const Overview = graphql(/* GraphQL */ `
  query Overview($program: ID!) {
    program(id: $program) { eventTypes { kind state } }
    termsList(programId: $program, first: 1) { nodes { id } }
    contracts(filter: { programId: $program, states: [ACTIVE, UPCOMING] }, first: 1) { nodes { id } }
    trackingLinks(filter: { programId: $program, isTest: true }, first: 1) { nodes { id } }
    report(scope: { programId: $program }, range: { last: "14d" }, grain: DAY) {
      meta { ...Meta }
      totals { ...Figures }
      buckets { ...Bucket }
    }
    verdicts(programId: $program) { ...Verdict }
  }
`);
