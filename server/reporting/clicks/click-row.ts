/** A click beside its decision, as the click log and the trace read it. */
import type { Context } from "../../platform/context.ts";
import {
  apiFields,
  columnsOf,
  everyClickField,
  type ApiFields,
  type LogColumns,
} from "../../domain/click-fields.ts";
import type { ReasonCode } from "../../domain/reason.ts";
import type { ClickClass, OutcomeValue } from "./click.types.ts";

/** One row of click ⟕ decision ⟕ terms_version as the queries below select it. */
export interface ClickRow extends LogColumns {
  at_ms: string;
  partner_name: string | null;
  link_name: string | null;
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

const logged = everyClickField
  .filter(([, { log }]) => log)
  .flatMap(([, field]) => columnsOf(field).map((column) => `c.${column}`));

export const columns = `(extract(epoch from c.clicked_at) * 1000)::bigint::text as at_ms,
  ${logged.join(",\n  ")},
  p.name as partner_name,
  l.name as link_name,
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
/** `decided`: more of the decisions, as "and …". */
export const joinsWith = (decided = ""): string => `from click c
  left join decision d
    on d.brand_account_id = c.brand_account_id
    and d.occurred_at = c.clicked_at
    and d.subject_id = c.id
    ${decided}
  left join terms_version v on v.id = d.terms_version_id
  left join account p on p.id = c.partner_account_id
  left join tracking_link l on l.id = c.link_id`;

/** What the click itself tells a side; what is the other's alone is null. */
export const shownFields = (row: ClickRow, side: Context["scope"]["kind"]): ApiFields =>
  Object.fromEntries(
    apiFields.map(({ name, column, only }) => [
      name,
      only === null || only === side ? row[column as keyof LogColumns] : null,
    ]),
  ) as unknown as ApiFields;
