/** What of a program needs somebody today: each kind one row, however many there are. */
import { nearLimits } from "../../money/limits/near-limits.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import type { Right } from "../../platform/auth/rights.ts";
import { now, type Context } from "../../platform/context.ts";
import { openAlerts } from "../alerts/open-alerts.ts";
import {
  taskKinds,
  type ProgramTaskSubjectView,
  type ProgramTaskView,
  type TaskGroup,
  type TaskKind,
} from "./program-task.types.ts";

/** So many of each are named. */
const namedMax = 3;

interface Place {
  program: string;
  brand: string;
  now: Date;
}
interface Found {
  group: TaskGroup;
  right: Right;
}
interface Counted extends Found {
  /** A query of partner, name, detail and at. */
  sql: string;
  values: (place: Place) => unknown[];
}
const answers = (kind: string): Counted => ({
  group: "ANSWERED",
  right: "notices:read",
  sql: `select n.from_account_id as partner, a.name, null as detail, n.created_at as at
    from notice_group g
    join notice n on n.group_id = g.id
    join account a on a.id = n.from_account_id
    where g.account_id = ?
      and g.program_id = ?
      and g.kind = '${kind}'
      and g.read_at is null`,
  values: ({ program, brand }) => [brand, program],
});
const counted: Partial<Record<TaskKind, Counted>> = {
  OFFERS: {
    group: "DECIDE",
    right: "contracts:read",
    sql: `select c.partner_account_id as partner, a.name, null as detail, c.proposed_at as at
      from contract c
      join account a on a.id = c.partner_account_id
      where c.program_id = ?
        and c.brand_account_id = ?
        and c.decision = 'PROPOSED'
        and c.proposed_by_account_id = c.partner_account_id
        and (c.proposal_expires_at is null or c.proposal_expires_at > ?)`,
    values: (place) => [place.program, place.brand, place.now],
  },
  INQUIRIES: {
    group: "DECIDE",
    right: "sales:read",
    sql: `select i.partner_account_id as partner, a.name, null as detail, i.opened_at as at
      from inquiry i
      join account a on a.id = i.partner_account_id
      where i.program_id = ? and i.brand_account_id = ? and i.state = 'OPEN'`,
    values: ({ program, brand }) => [program, brand],
  },
  HELD_REPORTS: {
    group: "DECIDE",
    right: "reports:read",
    sql: `select
        null::uuid as partner,
        h.start_date || ' to ' || h.end_date as name,
        null as detail,
        h.held_at as at
      from attribution_hold h
      where h.program_id = ?
        and h.brand_account_id = ?
        and h.decision is null
        and h.closed_at is null`,
    values: ({ program, brand }) => [program, brand],
  },
  AMAZON: {
    group: "BROKEN",
    right: "amazon:read",
    sql: `select
        null::uuid as partner,
        coalesce(c.problem, r.failure->>'details', 'The report failed') as name,
        null as detail,
        c.problem_at as at
      from program p
      join amazon_connection c on c.id = p.amazon_connection_id
      left join lateral (
        select failure
        from attribution_run r
        where r.program_id = p.id and r.failure is not null
        limit 1
      ) r on true
      where p.id = ?
        and p.brand_account_id = ?
        and (c.problem is not null or r.failure is not null)`,
    values: ({ program, brand }) => [program, brand],
  },
  DOMAINS: {
    group: "BROKEN",
    right: "links:read",
    sql: `select null::uuid as partner, d.host as name, null as detail, d.failing_since as at
      from link_domain d
      where d.brand_account_id = ? and d.state = 'LOST'`,
    values: ({ brand }) => [brand],
  },
  VERIFICATION: {
    group: "BROKEN",
    right: "reports:read",
    sql: `select v.partner_account_id as partner, a.name, null as detail, v.found_at as at
      from verification v
      join account a on a.id = v.partner_account_id
      where v.program_id = ? and v.brand_account_id = ? and v.result = 'NEEDS_YOU'`,
    values: ({ program, brand }) => [program, brand],
  },
  CPC: {
    group: "ANSWERED",
    right: "notices:read",
    sql: `select
        null::uuid as partner,
        case n.kind when 'CPC_ENABLED' then 'CPC is enabled' else 'CPC was not enabled' end
          as name,
        nullif(n.comment, '') as detail,
        n.created_at as at
      from notice_group g
      join notice n on n.group_id = g.id
      where g.account_id = ?
        and g.kind in ('CPC_ENABLED', 'CPC_REJECTED')
        and g.read_at is null`,
    values: ({ brand }) => [brand],
  },
  ACCEPTED: answers("CONTRACT_ACCEPTED"),
  DECLINED: answers("CONTRACT_DECLINED"),
};

interface Row {
  kind: TaskKind;
  count: number;
  since: string | null;
  subjects: { partner: string | null; name: string; detail: string | null }[];
}
/** One statement for all kinds. */
async function countedTasks(
  ctx: Context,
  { id, brandAccountId }: Program,
): Promise<ProgramTaskView[]> {
  const place = { program: id, brand: brandAccountId, now: now(ctx) };
  const asked = Object.entries(counted).filter(([, { right }]) => ctx.viewer.rights.has(right));
  const queries = asked.map(
    ([kind, { sql }]) => `select
        '${kind}' as kind,
        count(*)::int as count,
        (extract(epoch from min(f.at)) * 1000)::bigint::text as since,
        (
          array_agg(
            jsonb_build_object('partner', f.partner, 'name', f.name, 'detail', f.detail)
            order by f.at desc nulls last, f.name
          )
        )[1:${namedMax}] as subjects
      from (${sql}) f
      having count(*) > 0`,
  );
  const rows = await ctx.em.execute<Row[]>(
    queries.join("\n      union all\n      "),
    asked.flatMap(([, { values }]) => values(place)),
  );
  return rows.flatMap(({ kind, count, since, subjects }) => {
    const of = counted[kind];
    if (!of) return [];
    return {
      group: of.group,
      kind,
      measure: null,
      count,
      since: since === null ? null : new Date(Number(since)),
      subjects: subjects.map(({ partner, ...words }) => ({ partnerId: partner, ...words })),
    };
  });
}

const taskOf = (
  group: TaskGroup,
  kind: TaskKind,
  subjects: readonly ProgramTaskSubjectView[],
): ProgramTaskView[] =>
  subjects.length === 0
    ? []
    : [
        {
          group,
          kind,
          measure: null,
          count: subjects.length,
          since: null,
          subjects: subjects.slice(0, namedMax),
        },
      ];

/** What stands out is judged once, by whoever opens alerts: here they are only listed. */
async function alertTasks(ctx: Context, program: Program): Promise<ProgramTaskView[]> {
  if (!ctx.viewer.rights.has("reports:read")) return [];
  const open = await openAlerts(ctx, program, namedMax);
  return open.map(({ measure, count, since, subjects }) => ({
    group: "UNUSUAL",
    kind: "ALERTS",
    measure,
    count,
    since,
    subjects,
  }));
}

async function limitTasks(ctx: Context, program: Program): Promise<ProgramTaskView[]> {
  if (!ctx.viewer.rights.has("contracts:read")) return [];
  const near = await nearLimits(ctx, program.id);
  return taskOf(
    "NEAR",
    "LIMITS",
    near.map(({ partnerId, name, text, percent }) => ({
      partnerId,
      name: name ?? program.name,
      detail: `${percent} % of ${text}`,
    })),
  );
}

/**
 * In the order of their kinds, alerts in that of their measures; of what the reader may not read
 * there is none. Empty for a partner, and where there is no such program.
 */
export async function programTasks(ctx: Context, programId: string): Promise<ProgramTaskView[]> {
  const program = ctx.scope.kind === "BRAND" ? await findProgram(ctx, programId) : null;
  if (!program) return [];
  const found = [
    ...(await countedTasks(ctx, program)),
    ...(await alertTasks(ctx, program)),
    ...(await limitTasks(ctx, program)),
  ];
  return found.toSorted((a, b) => taskKinds.indexOf(a.kind) - taskKinds.indexOf(b.kind));
}
