/** A replay as its row asks for it, read by the worker. */
import type { Instant } from "../../domain/calendar.ts";
import type { Terms } from "../../domain/terms.ts";
import { termsFromJson } from "../../domain/terms.ts";

export const replaySources = ["DRAFT", "VERSION", "CHANGE", "PROPOSAL", "LEDGER"] as const;
export type ReplaySource = (typeof replaySources)[number];
/** A change is compared with what it changes: what was in force earlier is none of its effect. */
export const isAgainstBefore = (source: ReplaySource): boolean =>
  source === "CHANGE" || source === "PROPOSAL";
export const replayStates = ["QUEUED", "RUNNING", "DONE", "FAILED", "CANCELLED"] as const;
export type ReplayStateName = (typeof replayStates)[number];

export interface AskedReplay {
  id: string;
  brandId: string;
  /** Asked by a partner, for its own clicks alone. */
  partnerId: string | null;
  programId: string;
  /** null: every contract under its own terms. */
  terms: Terms | null;
  versionId: string | null;
  versionNumber: number;
  contractIds: string[] | null;
  partnerIds: string[] | null;
  onTermsId: string | null;
  unsigned: boolean;
  /** Compared with the terms that each partner has without what is tried; else with the ledger. */
  againstBefore: boolean;
  from: Instant;
  to: Instant;
  attempts: number;
}

export const askedColumns = `id,
  brand_account_id as "brandId",
  partner_account_id as "partnerId",
  program_id as "programId",
  body as terms,
  terms_version_id as "versionId",
  version_number as "versionNumber",
  contract_ids::text[] as "contractIds",
  partner_ids::text[] as "partnerIds",
  on_terms_id as "onTermsId",
  unsigned,
  source in ('CHANGE', 'PROPOSAL') as "againstBefore",
  (extract(epoch from starts_at) * 1000)::float8 as "from",
  (extract(epoch from ends_at) * 1000)::float8 as "to",
  attempts`;

export type AskedRow = Omit<AskedReplay, "terms"> & { terms: unknown };
export const askedFrom = (row: AskedRow): AskedReplay => ({
  ...row,
  terms: row.terms === null ? null : termsFromJson(row.terms),
});
