/** Queries that run as they are, with the reader's own ids filled in. Pure. */
import { curlOf } from "./ask.ts";

export const exampleKeys = [
  "pair",
  "byPartner",
  "clicks",
  "sales",
  "links",
  "click",
  "sale",
  "whoAmI",
] as const;
export type ExampleKey = (typeof exampleKeys)[number];
export interface Example {
  key: ExampleKey;
  query: string;
  /** JSON text. */
  variables: string;
}

const pair = `query Pair($program: ID!) {
  report(scope: { programId: $program }, range: { last: "14d" }) {
    meta { timeZone completeness { clicksUntil } salesSettledUntil }
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
  conversions(programId: $program, first: 10) {
    nodes { date linkText orders amount { amount currency } outcome simulated }
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

const click = `query Click($id: ID!) {
  click(id: $id) {
    click { clickedAt linkName country device outcome reason reasonText amount { amount currency } }
    trace { consistent steps { step verdict seen reason } limits { text before after max } }
  }
}`;
const sale = `query Sale($id: ID!) {
  conversion(id: $id) {
    conversion { date linkText orders amount { amount currency } outcome reason state }
    updates { number kind at deltaPayout { amount currency } }
    steps { step verdict seen reason }
  }
}`;

/** A click or sale that the reader came from. */
export interface Looked {
  click: string | null;
  sale: string | null;
}
function lookedAt(looked: Looked): Example[] {
  const one = (key: "click" | "sale", query: string): Example[] =>
    looked[key] === null
      ? []
      : [{ key, query, variables: JSON.stringify({ id: looked[key] }, null, 2) }];
  return [...one("click", click), ...one("sale", sale)];
}

export function examplesFor(
  programId: string | null,
  looked: Looked = { click: null, sale: null },
): Example[] {
  const variables = JSON.stringify({ program: programId ?? "" }, null, 2);
  const ofProgram: Example[] = Object.entries({ pair, byPartner, clicks, sales, links }).map(
    ([key, query]) => ({ key: key as ExampleKey, query, variables }),
  );
  const own: Example = { key: "whoAmI", query: whoAmI, variables: "{}" };
  return programId === null ? [own] : [...ofProgram, ...lookedAt(looked), own];
}

/** Three lines that read the figures of one program with a key. */
export const curlFor = (address: string, programId: string | null): string =>
  curlOf(address, {
    query:
      programId === null
        ? "{ viewer { account { name } } }"
        : `{
          report(scope: { programId: "${programId}" }, range: { last: "14d" }) {
            totals { clicks { raw paid } sales { orders } }
          }
        }`,
  });
