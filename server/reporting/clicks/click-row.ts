/** A click beside its decision, as the click log and the trace read it. */
import type { Device } from "../../domain/facts.ts";
import type { ReasonCode } from "../../domain/reason.ts";
import type { ClickClass, OutcomeValue } from "./click.types.ts";

/** One row of click ⟕ decision ⟕ terms_version as the queries below select it. */
export interface ClickRow {
  id: string;
  at_ms: string;
  brand_account_id: string;
  program_id: string;
  partner_account_id: string;
  partner_name: string | null;
  link_id: string;
  link_name: string | null;
  is_test: boolean;
  program_active: boolean;
  partner_active: boolean;
  ad_active: boolean;
  ad_id: string;
  robot: boolean;
  risk: string[];
  device: Device;
  os: string;
  browser: string;
  country: string | null;
  referrer_host: string | null;
  shared_id: string | null;
  sub_id1: string | null;
  sub_id2: string | null;
  sub_id3: string | null;
  gesture: string;
  warnings: string[];
  landing_page: string;
  destination_host: string;
  classification: ClickClass | null;
  outcome: OutcomeValue | null;
  reason: ReasonCode | null;
  hidden: boolean | null;
  amount_micros: string | null;
  would_pay_micros: string | null;
  currency: string | null;
  contract_id: string | null;
  terms_version_id: string | null;
  version_number: number | null;
  uses: unknown;
  /** When it was decided. */
  decided_ms: string | null;
  engine_version: number | null;
}

export const columns = `c.id,
  (extract(epoch from c.clicked_at) * 1000)::bigint::text as at_ms,
  c.brand_account_id,
  c.program_id,
  c.partner_account_id,
  p.name as partner_name,
  c.link_id,
  l.name as link_name,
  c.is_test,
  c.program_active,
  c.partner_active,
  c.ad_active,
  c.ad_id,
  c.robot,
  c.risk,
  c.device,
  c.os,
  c.browser,
  c.country,
  c.referrer_host,
  c.shared_id,
  c.sub_id1,
  c.sub_id2,
  c.sub_id3,
  c.gesture,
  c.warnings,
  c.landing_page,
  c.destination_host,
  d.classification,
  d.outcome,
  d.reason,
  d.hidden,
  d.amount_micros::text as amount_micros,
  d.would_pay_micros::text as would_pay_micros,
  d.currency,
  d.contract_id,
  d.terms_version_id,
  v.number as version_number,
  d.uses,
  (extract(epoch from d.recorded_at) * 1000)::bigint::text as decided_ms,
  d.engine_version`;
export const joins = `from click c
  left join decision d
    on d.brand_account_id = c.brand_account_id
    and d.occurred_at = c.clicked_at
    and d.subject_id = c.id
  left join terms_version v on v.id = d.terms_version_id
  left join account p on p.id = c.partner_account_id
  left join tracking_link l on l.id = c.link_id`;
