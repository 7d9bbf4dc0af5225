/**
 * How far a program is set up: each step by what is there, partners counted apart as asked,
 * accepted and verified.
 */
import type { Context } from "../../platform/context.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import type { ProgramSetUpView } from "./set-up.types.ts";

const withClick = `v.body->'eventPayouts' @> '[{"event": "CLICK"}]'`;
const clickUnderLimit = `exists (
    select
    from jsonb_array_elements(v.body->'eventPayouts') e
    where e->>'event' = 'CLICK' and jsonb_array_length(e->'limits') > 0
  )`;

interface Row {
  cpc: boolean;
  click: boolean;
  terms: boolean;
  asked: string;
  accepted: string;
  verified: string;
}
const setUpSql = `with agreed as (
    select c.partner_account_id as partner, bool_or(c.decision = 'SIGNED') as accepted
    from contract c
    join terms_version v on v.id = c.terms_version_id
    where c.program_id = ?
      and c.brand_account_id = ?
      and ${withClick}
      and (c.ends_at is null or c.ends_at > ?)
      and (
        c.decision = 'SIGNED'
          or (
            c.decision = 'PROPOSED'
              and (c.proposal_expires_at is null or c.proposal_expires_at > ?)
          )
      )
    group by 1
  )
  select
    exists (select from cpc_request where brand_account_id = ? and state = 'ENABLED') as cpc,
    exists (
      select from event_type where program_id = ? and kind = 'CLICK' and state = 'ACTIVE'
    ) as click,
    exists (
      select
      from template_terms t
      join lateral (
        select body from terms_version w where w.terms_id = t.id order by w.number desc limit 1
      ) v
        on true
      where t.program_id = ?
        and t.partner_account_id is null
        and t.state = 'ACTIVE'
        and ${clickUnderLimit}
        and v.body->'eventPayouts' @> '[{"event": "SALE"}]'
    ) as terms,
    (select count(*)::text from agreed) as asked,
    (select count(*)::text from agreed where accepted) as accepted,
    (
      select count(*)::text
      from agreed g
      where accepted
        and exists (
          select
          from verification v
          where v.program_id = ? and v.partner_account_id = g.partner and v.result = 'VERIFIED'
        )
    ) as verified`;

/** Null for a program that is not the brand's own. */
export async function programSetUp(
  ctx: Context,
  programId: string,
): Promise<ProgramSetUpView | null> {
  const program = ctx.scope.kind === "BRAND" ? await findProgram(ctx, programId) : null;
  if (!program) return null;
  const [brand, at] = [program.brandAccountId, new Date(ctx.clock())];
  const [row] = await ctx.em.execute<Row[]>(setUpSql, [
    programId,
    brand,
    at,
    at,
    brand,
    programId,
    programId,
    programId,
  ]);
  if (!row) throw new Error("programSetUp: no row");
  return {
    cpcEnabled: row.cpc,
    clickActive: row.click,
    termsReady: row.terms,
    asked: Number(row.asked),
    accepted: Number(row.accepted),
    verified: Number(row.verified),
  };
}
