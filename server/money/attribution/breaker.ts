/**
 * The breaker: what a report would take back is measured before any of it is booked, and a report
 * that would take back too much is held whole, until a person decides or Amazon tells something
 * else.
 */
import type pg from "pg";
import type { Instant } from "../../domain/calendar.ts";
import { takesTooMuch, type HeldRow } from "../../domain/report-breaker.ts";
import { inTransaction } from "../../platform/db/connection.ts";
import { holdOn } from "../../platform/db/locks.ts";
import { openItems, park, unpark } from "../../platform/db/parking.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";
import type { ProgramContext } from "./sales-booking.ts";
import { cleanGroups } from "./told-rows.ts";

interface TakenGroup {
  key: string;
  date: string;
  adGroup: string;
  ordersBooked: bigint;
  ordersTold: bigint;
  amountBooked: bigint;
  amountTold: bigint;
}
interface OpenHold {
  id: string;
  decision: "PASS" | "DROP" | null;
  /** As the person saw it who decided. */
  taken: bigint;
}
type HoldOutcome = "PASSED" | "DROPPED" | "DISSOLVED";

/** Locked, so that nobody decides what is being measured. */
const openHold = async (
  client: pg.ClientBase | pg.Pool,
  programId: string,
): Promise<OpenHold | undefined> => {
  const { rows } = await client.query<OpenHold>(
    `select id, decision, orders_taken as taken
      from attribution_hold
      where program_id = $1 and closed_at is null
      for update`,
    [programId],
  );
  return rows[0];
};

/**
 * Those that would lose orders, most first. A partner's total is what its own row tells. Rows may
 * each tell as much as the gates let, so their sums are numeric, given as text.
 */
const takenSql = `
  select
    g.ad_group_key as key,
    g.date,
    g.ad_group_id as "adGroup",
    sum(b.orders)::text as "ordersBooked",
    g.orders as "ordersTold",
    sum(b.amount_micros)::text as "amountBooked",
    g.amount_micros as "amountTold"
  from report_row g
  join report_row r on r.ad_group_key = g.ad_group_key
  join attribution_row b on b.row_key = r.row_key
  where g.grouping = 'ADGROUP'
    and g.told
    and g.ad_group_key in (select ad_group_key from report_news where program_id = $1)
  group by g.row_key
  having sum(b.orders) > g.orders
  order by sum(b.orders) - g.orders desc, g.date, g.row_key`;

/** The dates of the last runs, and of whatever was told since: not of what stays hidden. */
const windowSql = `
  with dates as (
    select start_date as since, end_date as until from attribution_run
    where program_id = $1 and grouping in ('ADGROUP', 'CREATIVE') and start_date is not null
    union all select min(date), max(date)
    from report_row
    where grouping = 'ADGROUP'
      and told
      and row_key in (select ad_group_key from report_news where program_id = $1)
  )
  select
    w.since,
    w.until,
    coalesce(
      (
        select sum(orders)
        from attribution_row
        where program_id = $1 and date between w.since and w.until
      ),
      0
    )::text as booked
  from (select min(since) as since, max(until) as until from dates) w`;

interface Measured {
  since: string;
  until: string;
  booked: bigint;
  groups: TakenGroup[];
}
type Summed = "ordersBooked" | "amountBooked";
type StoredGroup = Omit<TakenGroup, Summed> & Record<Summed, string>;
type StoredWindow = Pick<Measured, "since" | "until"> & { booked: string };
async function measure(client: pg.ClientBase, programId: string): Promise<Measured> {
  const { rows: groups } = await client.query<StoredGroup>(takenSql, [programId]);
  const { rows } = await client.query<StoredWindow>(windowSql, [programId]);
  const [window] = rows;
  if (!window) throw new Error("breaker: no window was read");
  return {
    ...window,
    booked: BigInt(window.booked),
    groups: groups.map((group) => ({
      ...group,
      ordersBooked: BigInt(group.ordersBooked),
      amountBooked: BigInt(group.amountBooked),
    })),
  };
}

/** What was decided of less is open again, and told anew. */
const writeHoldSql = `
  insert into attribution_hold (
    id,
    brand_account_id,
    program_id,
    start_date,
    end_date,
    orders_booked,
    orders_taken,
    amount_taken_micros,
    currency,
    row_count,
    rows,
    held_at,
    measured_at
  )
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
  on conflict (id) do update
  set
    start_date = excluded.start_date,
    end_date = excluded.end_date,
    orders_booked = excluded.orders_booked,
    orders_taken = excluded.orders_taken,
    amount_taken_micros = excluded.amount_taken_micros,
    row_count = excluded.row_count,
    rows = excluded.rows,
    measured_at = excluded.measured_at,
    told_at = case when attribution_hold.decision is null then attribution_hold.told_at end,
    decision = null,
    decided_by = null,
    decided_at = null`;

const shownRows = 20;
const rowOf = (group: TakenGroup): HeldRow => ({
  date: group.date,
  adGroup: group.adGroup,
  ordersBooked: `${group.ordersBooked}`,
  ordersTold: `${group.ordersTold}`,
  amountBooked: `${group.amountBooked}`,
  amountTold: `${group.amountTold}`,
});
const takenOf = ({ groups }: Measured): bigint =>
  groups.reduce((sum, { ordersBooked, ordersTold }) => sum + ordersBooked - ordersTold, 0n);

interface Breaking {
  deps: WorkerDeps;
  context: ProgramContext;
  client: pg.ClientBase;
  now: Instant;
}

async function writeHold(
  { deps, context, client, now }: Breaking,
  hold: OpenHold | undefined,
  measured: Measured,
): Promise<void> {
  const { since, until, booked, groups } = measured;
  await client.query(writeHoldSql, [
    hold?.id ?? deps.newId(now),
    context.program.brandAccountId,
    context.program.id,
    since,
    until,
    booked,
    takenOf(measured),
    groups.reduce((sum, group) => sum + group.amountBooked - group.amountTold, 0n),
    context.marketplace.currency,
    groups.length,
    JSON.stringify(groups.slice(0, shownRows).map(rowOf)),
    new Date(now),
  ]);
}

async function holdReport(
  breaking: Breaking,
  hold: OpenHold | undefined,
  measured: Measured,
): Promise<void> {
  await writeHold(breaking, hold, measured);
  const { deps, context, client } = breaking;
  const { id: programId, brandAccountId: accountId } = context.program;
  const open = (await openItems(client, "REPORT_HELD")).get(programId);
  // Released by an operator, it is measured again and waits again.
  if (open && open.nextTryAt === null) return;
  const { since, until, booked } = measured;
  const detail =
    `The report would take back ${takenOf(measured)} of ${booked} orders of ` +
    `${since} to ${until}. Nothing of it is booked until it is decided.`;
  await park(
    client,
    deps,
    { kind: "REPORT_HELD", subject: programId, accountId, programId },
    { reason: "TAKES_TOO_MUCH", detail },
    null,
  );
}

async function closeHold(
  deps: WorkerDeps,
  client: pg.ClientBase,
  programId: string,
  outcome: HoldOutcome,
): Promise<void> {
  await client.query(
    `update attribution_hold
      set outcome = $2, closed_at = $3
      where program_id = $1 and closed_at is null`,
    [programId, outcome, new Date(deps.clock())],
  );
  await unpark(client, deps, "REPORT_HELD", [programId]);
}

/**
 * Whether what was told may be booked now. A decided hold is carried out: dropped, its ad groups
 * and dates stay as they are booked until Amazon tells something else. What takes back more by now
 * than the person saw was not decided, and is held anew.
 */
export async function mayBook(deps: WorkerDeps, context: ProgramContext): Promise<boolean> {
  return inTransaction(deps.pool, async (client) => {
    const { id: programId } = context.program;
    await holdOn(client, "SALES", programId);
    const hold = await openHold(client, programId);
    const measured = await measure(client, programId);
    const taken = takenOf(measured);
    const isDecided = hold !== undefined && hold.decision !== null && taken <= hold.taken;
    if (!isDecided && takesTooMuch({ booked: measured.booked, taken })) {
      await holdReport({ deps, context, client, now: deps.clock() }, hold, measured);
      return false;
    }
    if (hold?.decision === "DROP") {
      await cleanGroups(
        client,
        measured.groups.map(({ key }) => key),
      );
      await closeHold(deps, client, programId, "DROPPED");
    } else if (hold && !hold.decision) await closeHold(deps, client, programId, "DISSOLVED");
    return true;
  });
}

/** Once all of it is booked: a killed worker lets the rest pass too, and closes it then. */
export async function closePassed(deps: WorkerDeps, programId: string): Promise<void> {
  await inTransaction(deps.pool, async (client) => {
    const hold = await openHold(client, programId);
    if (hold?.decision === "PASS") await closeHold(deps, client, programId, "PASSED");
  });
}

/**
 * An operator's word at the command line; the worker carries it out. False: nothing of the program
 * is held.
 */
export async function decideHold(
  client: pg.ClientBase | pg.Pool,
  programId: string,
  decision: "PASS" | "DROP",
  now: Instant,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update attribution_hold
      set decision = $2, decided_by = null, decided_at = $3
      where program_id = $1 and closed_at is null`,
    [programId, decision, new Date(now)],
  );
  return rowCount === 1;
}
