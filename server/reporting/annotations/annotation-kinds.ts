/**
 * What happened beside the figures, each told once: the right that reading it takes, whose it is,
 * and the rows that tell of it, read where they stand. One more takes a record here.
 */
import type { Right } from "../../platform/auth/rights.ts";

interface AnnotationKind {
  words: string;
  needs: Right;
  /** A partner is not told of it. */
  brandsAlone?: true;
  /**
   * SQL: rows of at, partner (name or null) and detail, of program ? and account ? (whose column
   * {tenant} names) from ? until ?; null: notes, which people write.
   */
  rows: string | null;
}

const contracts = (at: string, more: string): string => `select
    ${at} as at,
    a.name as partner,
    t.name || ', version ' || v.number as detail
  from contract c
  join terms_version v on v.id = c.terms_version_id
  join template_terms t on t.id = v.terms_id
  left join account a on a.id = c.partner_account_id
  where c.program_id = ?
    and c.{tenant} = ?
    and ${at} >= ?
    and ${at} < ?
    and c.decision = 'SIGNED'
    and c.starts_at is distinct from c.ends_at${more}`;

export const annotationKinds = {
  CONTRACT_STARTED: {
    words: "Contracts came into effect.",
    needs: "contracts:read",
    rows: contracts("c.starts_at", ""),
  },
  CONTRACT_ENDED: {
    words: "Contracts ended, and no other followed at once.",
    needs: "contracts:read",
    rows: contracts(
      "c.ends_at",
      `
    and not exists (
      select
      from contract n
      where n.program_id = c.program_id
        and n.partner_account_id = c.partner_account_id
        and n.decision = 'SIGNED'
        and n.starts_at = c.ends_at
    )`,
    ),
  },
  TERMS_PUBLISHED: {
    words: "A version of terms was made; it is in effect where contracts name it.",
    needs: "terms:read",
    brandsAlone: true,
    rows: `select
    v.created_at as at,
    null::text as partner,
    t.name || ', version ' || v.number as detail
  from terms_version v
  join template_terms t on t.id = v.terms_id
  where t.program_id = ?
    and v.{tenant} = ?
    and v.created_at >= ?
    and v.created_at < ?
    and v.partner_account_id is null`,
  },
  LIMIT_REACHED: {
    words: "A limit was used up.",
    needs: "contracts:read",
    rows: `select
    e.occurred_at as at,
    a.name as partner,
    null::text as detail
  from limit_event e
  left join account a on a.id = e.partner_account_id
  where e.program_id = ?
    and e.{tenant} = ?
    and e.occurred_at >= ?
    and e.occurred_at < ?
    and e.percent = 100`,
  },
  REPORT_BOOKED: {
    words: "Sales of a file were booked.",
    needs: "sales:read",
    brandsAlone: true,
    rows: `select
    u.booked_at as at,
    null::text as partner,
    u.file_name as detail
  from report_upload u
  where u.program_id = ?
    and u.{tenant} = ?
    and u.booked_at >= ?
    and u.booked_at < ?`,
  },
  REPORT_HELD: {
    words: "A report of Amazon's that would take back too much was held.",
    needs: "sales:read",
    brandsAlone: true,
    rows: `select
    h.held_at as at,
    null::text as partner,
    null::text as detail
  from attribution_hold h
  where h.program_id = ?
    and h.{tenant} = ?
    and h.held_at >= ?
    and h.held_at < ?`,
  },
  VERIFICATION_RUN: {
    words: "Somebody set out to verify partners.",
    needs: "reports:read",
    brandsAlone: true,
    rows: `select
    r.started_at as at,
    null::text as partner,
    null::text as detail
  from verification_run r
  where r.program_id = ?
    and r.{tenant} = ?
    and r.started_at >= ?
    and r.started_at < ?`,
  },
  NOTE: {
    words: "Somebody of the account wrote a note.",
    needs: "reports:read",
    rows: null,
  },
} as const satisfies Record<string, AnnotationKind>;
export type AnnotationName = keyof typeof annotationKinds;
const every = Object.entries<AnnotationKind>(annotationKinds) as [AnnotationName, AnnotationKind][];
export const annotationNames = every.map(([name]) => name);

/** Those whose rows a reader may see. */
export const kindsFor = (
  isForBrand: boolean,
  rights: ReadonlySet<Right>,
): { name: AnnotationName; rows: string }[] =>
  every.flatMap(([name, { needs, brandsAlone, rows }]) =>
    rows !== null && rights.has(needs) && (isForBrand || !brandsAlone) ? [{ name, rows }] : [],
  );
