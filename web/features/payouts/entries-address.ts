/** Where the entries of a figure are listed: the ledger, narrowed to those that sum to it. */
import type { PayoutStage } from "../../gql/graphql.ts";

export interface Narrowed {
  /** Identity of a partner. */
  who?: string | null;
  stage?: PayoutStage;
  currency?: string;
  /** Of the statement line of this month, YYYY-MM. */
  month?: string;
  /** The date on which it leaves its stage; null: it has none. */
  on?: string | null;
}
export function entriesAt(ledger: string, { who, stage, currency, month, on }: Narrowed): string {
  const isUndated = stage === "PENDING" && on === null;
  const given = {
    who,
    stage,
    currency,
    month,
    sfrom: on,
    sto: on,
    undated: isUndated ? "1" : null,
  };
  const kept = Object.entries(given).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return `${ledger}?${new URLSearchParams(kept).toString()}`;
}
