/**
 * The worker's part in watching partners' traffic: what stands out opens an alert, which follows
 * the figures as long as it stands and closes when it does no more; a brand is told of what opened
 * in one round once, together.
 */
import { MikroORM, type EntityManager } from "@mikro-orm/postgresql";
import {
  alertLine,
  alertMeasures,
  alertsOf,
  daysRead,
  type AlertEnd,
  type AlertFinding,
  type AlertMeasure,
  type AlertRules,
} from "../../domain/alerts.ts";
import { addDays, dateOf, type Instant } from "../../domain/calendar.ts";
import { tell, type NoticeDeps } from "../../partnership/notices/notices.ts";
import { emFor } from "../../platform/auth/tenant.ts";
import { createPool, silentMsOf } from "../../platform/db/connection.ts";
import { ormConfig } from "../../platform/db/orm.config.ts";
import { isParkedSql, startRound } from "../../platform/db/parking.ts";
import type { Log } from "../../platform/log.ts";
import {
  partnerTraffic,
  rulesOf,
  type SeenPartner,
  type Watched,
} from "../../reporting/alerts/watched-traffic.ts";
import { entities } from "../entities.ts";

/** A program is looked at this often. */
const everyMs = 5 * 60_000;
/** The same of one partner is not told again within a day. */
const againAfterMs = 86_400_000;

export interface AlertJob {
  /** One round; resolves with the number of alerts that opened or closed. */
  runOnce(): Promise<number>;
  close(): Promise<void>;
}

const programsSql = `
  select
    p.id,
    p.brand_account_id as brand,
    a.time_zone as zone,
    a.currency,
    p.sales_source as "salesSource"
  from program p
  join account a on a.id = p.brand_account_id
  where p.state = 'ACTIVE'
    and a.state = 'ACTIVE'
    and not ${isParkedSql("ALERT", "p.id::text", "$1")}
  order by p.id`;

/** Nobody watches them any more. */
const leftOpenSql = `
  update alert l
  set closed_at = $1, closed_because = 'PROGRAM_INACTIVE'
  from program p
  join account a on a.id = p.brand_account_id
  where p.id = l.program_id
    and l.closed_at is null
    and (p.state <> 'ACTIVE' or a.state <> 'ACTIVE')`;

interface OpenAlert {
  id: string;
  partner: string;
  measure: AlertMeasure;
}
interface Opened {
  partner: SeenPartner;
  finding: AlertFinding;
}
const keyOf = (partner: string, measure: string): string => `${partner} ${measure}`;

/** The days that a finding is about, last one included. */
function daysOf(measure: AlertMeasure, today: string, settled: string): [string, string] {
  const { span } = alertMeasures[measure];
  if (span === "TODAY") return [today, today];
  const end = span === "WEEK" ? today : settled;
  return [addDays(end, -7), addDays(end, -1)];
}

interface Found {
  partners: readonly SeenPartner[];
  rules: AlertRules;
  days: (measure: AlertMeasure) => [string, string];
}

const isLineOf = (rules: AlertRules, measure: AlertMeasure): boolean =>
  rules[measure]?.mode === "LINE";

/** Resolves with whether the same opened within a day before. */
async function open(
  tx: EntityManager,
  { clock, newId }: NoticeDeps,
  program: Watched,
  { partner, finding }: Opened,
  { rules, days }: Found,
): Promise<boolean> {
  const at: Instant = clock();
  const { measure, seen, bound } = finding;
  const [recent] = await tx.execute<{ id: string }[]>(
    `select id
      from alert
      where program_id = ? and partner_account_id = ? and measure = ? and opened_at > ?
      limit 1`,
    [program.id, partner.id, measure, new Date(at - againAfterMs)],
  );
  await tx.execute(
    `insert into alert (
        id, brand_account_id, program_id, partner_account_id, measure, opened_at, first_day,
        last_day, seen, bound, is_line
      )
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      newId(at),
      program.brand,
      program.id,
      partner.id,
      measure,
      new Date(at),
      ...days(measure),
      seen.toString(),
      bound.toString(),
      isLineOf(rules, measure),
    ],
  );
  return recent !== undefined;
}

/** What still stands out shows what is seen now, beside what is usual now. */
const follow = (
  tx: EntityManager,
  program: Watched,
  standing: readonly Opened[],
  { rules, days }: Found,
): Promise<unknown> =>
  tx.execute(
    `update alert a
      set first_day = n.first_day,
        last_day = n.last_day,
        seen = n.seen,
        bound = n.bound,
        is_line = n.is_line
      from jsonb_to_recordset(?::jsonb) as n(
        partner uuid,
        measure text,
        first_day date,
        last_day date,
        seen numeric,
        bound numeric,
        is_line boolean
      )
      where a.program_id = ?
        and a.closed_at is null
        and a.partner_account_id = n.partner
        and a.measure = n.measure
        and (a.first_day, a.last_day, a.seen, a.bound, a.is_line)
          is distinct from (n.first_day, n.last_day, n.seen, n.bound, n.is_line)`,
    [
      JSON.stringify(
        standing.map(({ partner, finding: { measure, seen, bound } }) => ({
          partner: partner.id,
          measure,
          first_day: days(measure)[0],
          last_day: days(measure)[1],
          seen: seen.toString(),
          bound: bound.toString(),
          is_line: isLineOf(rules, measure),
        })),
      ),
      program.id,
    ],
  );

const close = (
  tx: EntityManager,
  { clock }: NoticeDeps,
  over: readonly OpenAlert[],
  why: (alert: OpenAlert) => AlertEnd,
): Promise<unknown> =>
  tx.execute(
    `update alert a
      set closed_at = ?, closed_because = o.why
      from jsonb_to_recordset(?::jsonb) as o(id uuid, why text)
      where a.id = o.id`,
    [new Date(clock()), JSON.stringify(over.map((one) => ({ id: one.id, why: why(one) })))],
  );

/** Opens, follows and closes; resolves with those that opened and were not told within a day. */
async function store(
  tx: EntityManager,
  telling: NoticeDeps,
  program: Watched,
  found: Found,
): Promise<{ changed: number; told: Opened[] }> {
  const before = await tx.execute<OpenAlert[]>(
    `select id, partner_account_id as partner, measure
      from alert
      where program_id = ? and closed_at is null
      for update`,
    [program.id],
  );
  const standing = found.partners.flatMap((partner) =>
    alertsOf(partner.traffic, found.rules).map((finding): Opened => ({ partner, finding })),
  );
  const keys = new Set(standing.map((one) => keyOf(one.partner.id, one.finding.measure)));
  const known = new Set(before.map(({ partner, measure }) => keyOf(partner, measure)));
  const news = standing.filter((one) => !known.has(keyOf(one.partner.id, one.finding.measure)));
  const told: Opened[] = [];
  for (const one of news) if (!(await open(tx, telling, program, one, found))) told.push(one);
  await follow(tx, program, standing, found);
  const partners = new Map(found.partners.map((partner) => [partner.id, partner]));
  // While sales cannot be told, nothing is known of what they are judged by.
  const isUnknown = ({ partner, measure }: OpenAlert) =>
    alertMeasures[measure].span === "SETTLED_WEEK" &&
    found.rules[measure]?.mode !== "OFF" &&
    partners.get(partner)?.traffic.weeks === null;
  const over = before.filter(
    (alert) => !keys.has(keyOf(alert.partner, alert.measure)) && !isUnknown(alert),
  );
  await close(tx, telling, over, ({ partner, measure }) => {
    if (!partners.has(partner)) return "CONTRACT_OVER";
    return found.rules[measure]?.mode === "OFF" ? "NOT_WATCHED" : "AS_USUAL";
  });
  return { changed: news.length + over.length, told };
}

async function watch(tx: EntityManager, telling: NoticeDeps, program: Watched): Promise<number> {
  const now = telling.clock();
  const today = dateOf(now, program.zone);
  const { partners, settled } = await partnerTraffic(tx, program, now, today, daysRead);
  const rules = await rulesOf(tx, program.id);
  const days = (measure: AlertMeasure) => daysOf(measure, today, settled);
  const { changed, told } = await store(tx, telling, program, { partners, rules, days });
  if (told.length > 0)
    await tell(tx, telling, [
      {
        kind: "ALERT",
        accountId: program.brand,
        fromAccountId: program.brand,
        brandAccountId: program.brand,
        programId: program.id,
        contractId: null,
        changeId: null,
        beforeVersionId: null,
        afterVersionId: null,
        comment: told
          .map(({ partner, finding }) =>
            alertLine(finding, {
              isLine: isLineOf(rules, finding.measure),
              name: partner.name,
              currency: program.currency,
            }),
          )
          .join("\n"),
        howTo: false,
        effectiveAt: null,
      },
    ]);
  return changed;
}

/** `databaseUrl` is opened as the worker. A program that cannot be watched is parked. */
export async function createAlerts({
  databaseUrl,
  telling,
  log,
}: {
  databaseUrl: string;
  telling: NoticeDeps;
  log: Log;
}): Promise<AlertJob> {
  const orm = await MikroORM.init(ormConfig(databaseUrl, "worker", entities));
  const pool = createPool(databaseUrl, "worker", 1, silentMsOf.worker);
  const parking = { pool, clock: telling.clock, newId: telling.newId, log };
  let lookedAt = -Infinity;
  return {
    async runOnce() {
      const now = telling.clock();
      if (now - lookedAt < everyMs && now >= lookedAt) return 0;
      const { rows: programs } = await pool.query<Watched>(programsSql, [new Date(now)]);
      const round = await startRound(parking, "ALERT");
      const left = await pool.query(leftOpenSql, [new Date(now)]);
      let changed = left.rowCount ?? 0;
      for (const program of programs) {
        const em = emFor(orm, { kind: "BRAND", accountId: program.brand });
        const item = { subject: program.id, accountId: program.brand, programId: program.id };
        changed +=
          (await round.attempt(item, () =>
            em.transactional((tx) => watch(tx, telling, program)),
          )) ?? 0;
      }
      lookedAt = now;
      return changed;
    },
    close: async () => {
      await orm.close(true);
      await pool.end();
    },
  };
}
