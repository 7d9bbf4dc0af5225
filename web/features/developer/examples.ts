/** Queries that run as they are, with the reader's own ids filled in. Pure. */
import { curlOf } from "./curl.ts";

export const exampleKeys = ["pair", "byPartner", "clicks", "sales", "links", "whoAmI"] as const;
export type ExampleKey = (typeof exampleKeys)[number];
export interface Example {
  key: ExampleKey;
  query: string;
  /** JSON text. */
  variables: string;
}

const pair = `query Pair($program: ID!) {
  report(scope: { programId: $program }, range: { last: "14d" }) {
    meta { timeZone clicksFreshUntil salesSettledUntil }
    totals { clicks { raw paid unpaid } sales { orders } }
    buckets { key clicks { raw paid unpaid } sales { orders } }
  }
}`;
const byPartner = `query ByPartner($program: ID!) {
  reportByPartner(scope: { programId: $program }, range: { last: "14d" }) {
    partnerName
    clicks { raw paid unpaid }
    sales { orders }
    payout { clicks { amount currency } }
  }
}`;
const clicks = `query Clicks($program: ID!, $after: String) {
  clicks(programId: $program, first: 10, after: $after) {
    nodes { id clickedAt linkName outcome reason reasonText amount { amount currency } }
    pageInfo { hasNextPage endCursor }
  }
}`;
const sales = `query Sales($program: ID!) {
  actions(programId: $program, first: 10) {
    nodes { date linkName orders amount { amount currency } outcome simulated }
  }
}`;
const links = `query Links($program: ID!) {
  trackingLinks(first: 10, filter: { programId: $program }) {
    nodes { id name isTest url destination }
  }
}`;
const whoAmI = `query WhoAmI {
  viewer { kind role rights account { name timeZone currency } }
}`;

export function examplesFor(programId: string | null): Example[] {
  const variables = JSON.stringify({ program: programId ?? "" }, null, 2);
  const ofProgram: Example[] = Object.entries({ pair, byPartner, clicks, sales, links }).map(([key, query]) => ({ key: key as ExampleKey, query, variables }));
  const own: Example = { key: "whoAmI", query: whoAmI, variables: "{}" };
  return programId === null ? [own] : [...ofProgram, own];
}

/** Three lines that read the figures of one program with a key. */
export const curlFor = (address: string, programId: string | null): string =>
  curlOf(address, {
    query:
      programId === null
        ? "{ viewer { account { name } } }"
        : `{ report(scope: { programId: "${programId}" }, range: { last: "14d" }) { totals { clicks { raw paid } sales { orders } } } }`,
  });
