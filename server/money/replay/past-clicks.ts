/**
 * A program's live clicks with their decisions, in the order in which they were decided, read in
 * slices from one snapshot.
 */
import type pg from "pg";
import { loadContractsById } from "../accounting/catalog.ts";
import {
  asksFacts,
  askedAgain,
  differenceOf,
  knownEngines,
  madeAgain,
  storedColumns,
  storedJoin,
  type StoredDecision,
} from "../accounting/stored-decisions.ts";
import { factColumns, factJoins } from "../../platform/db/click-facts.ts";
import type { CalendarHistory, Instant } from "../../domain/calendar.ts";
import type { ContractInForce } from "../../domain/contract-in-force.ts";
import type { EachField, Scoped } from "../../domain/limit-scopes.ts";
import type { PastClick } from "../../domain/replay.ts";
import { hasRules } from "../../domain/rule-facts.ts";
import type { FactRow } from "../../domain/rule-rows.ts";
import { calendarsThen, usesFromJson } from "../../domain/stored-use.ts";
import { eachColumns, takerOf } from "../limits/limit-sql.ts";
import type { AskedReplay } from "./asked.ts";
import type { ReplaySnapshot } from "./snapshot.ts";

/** Few enough that the worker's other jobs wait for moments only. */
const sliceSize = 1_000;

export interface PastRow
  extends StoredDecision, Pick<FactRow, "country">, Pick<Scoped, "partner" | EachField> {
  decidedAt: Instant;
}
type Row = PastRow & Partial<FactRow>;

const ownColumns = `c.partner_account_id as partner,
  c.country,
  (extract(epoch from d.recorded_at) * 1000)::float8 as "decidedAt"${eachColumns()}`;
const where = `d.event = 'CLICK'
    and ${knownEngines}
    and not c.is_test
    and c.program_id = $1
    and c.brand_account_id = $2
    and d.brand_account_id = $2
    and c.clicked_at >= $3
    and d.occurred_at >= $3
    and ($4::uuid[] is null or c.partner_account_id = any($4))`;

/**
 * To the end of what is decided: a click left out would leave a gap in what its limits have used.
 */
type Window = Pick<AskedReplay, "programId" | "brandId" | "from" | "terms">;
const valuesOf = (
  { programId, brandId, from }: Window,
  { partners }: Pick<ReplaySnapshot, "partners">,
): unknown[] => [programId, brandId, new Date(from), partners];

export async function countClicks(
  client: pg.ClientBase,
  asked: Window,
  snapshot: Pick<ReplaySnapshot, "partners">,
): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::float8 as count from ${storedJoin} where ${where}`,
    valuesOf(asked, snapshot),
  );
  return rows[0]?.count ?? 0;
}

/**
 * Whether rules must be tried at all: most terms have none, and facts are most of what there is to
 * read.
 */
const needsFacts = ({ terms }: Window, { contracts }: ReplaySnapshot): boolean =>
  (terms !== null && hasRules(terms)) || [...contracts.values()].some(asksFacts);

export interface Past {
  stored: PastRow;
  contract: ContractInForce | null;
  click: PastClick;
}

/** Beside a change of the calendar: by which of them the decision comes out as it was taken. */
function calendarOf(
  row: Row,
  contract: ContractInForce | null,
  { plan }: ReplaySnapshot,
  facts: FactRow | undefined,
): CalendarHistory {
  const calendars = calendarsThen(plan.calendar, row.decidedAt, row.engineVersion);
  const [first = plan.calendar] = calendars;
  if (calendars.length === 1) return first;
  return (
    calendars.find(
      (calendar) => differenceOf(row, contract, madeAgain(row, contract, facts, calendar)) === null,
    ) ?? first
  );
}

function pastOf(
  row: Row,
  contract: ContractInForce | null,
  snapshot: ReplaySnapshot,
  withFacts: boolean,
): Past {
  const facts = withFacts ? (row as FactRow) : undefined;
  const calendar = calendarOf(row, contract, snapshot, facts);
  const { programLimits = [], ...asked } = askedAgain(row, contract, facts, calendar);
  if (asked.event.kind !== "CLICK") throw new Error("pastOf: no click");
  const { outcome, reason, groupId, amount, currency } = row;
  const click: PastClick = {
    ...takerOf(row),
    id: row.id,
    program: snapshot.program.id,
    partner: row.partner,
    country: row.country,
    event: asked.event,
    standing: asked.standing,
    contract: asked.contract,
    programLimits,
    decidedAt: row.decidedAt,
    calendar,
    now: { outcome, reason, groupId, amount, currency },
    uses: row.uses.length === 0 ? noUses : usesFromJson(row.uses),
  };
  return { stored: row, contract, click };
}
const noUses: PastClick["uses"] = [];

/** `client` stands in a transaction that sees one snapshot. */
export async function* pastClicks(
  client: pg.ClientBase,
  asked: Window,
  snapshot: ReplaySnapshot,
): AsyncGenerator<Past[]> {
  const withFacts = needsFacts(asked, snapshot);
  await client.query(
    `declare past_clicks no scroll cursor for
      select ${storedColumns}, ${ownColumns}${withFacts ? `, ${factColumns}` : ""}
      from ${storedJoin} ${withFacts ? factJoins : ""}
      where ${where}
      order by d.epoch, d.recorded_at, d.occurred_at, d.subject_id`,
    valuesOf(asked, snapshot),
  );
  for (;;) {
    const { rows } = await client.query<Row>({
      name: "fetch_past_clicks",
      text: `fetch ${sliceSize} from past_clicks`,
    });
    const missing = [...new Set(rows.flatMap(({ contract }) => contract ?? []))].filter(
      (id) => !snapshot.contracts.has(id),
    );
    if (missing.length > 0)
      for (const [id, contract] of await loadContractsById(client, missing))
        snapshot.contracts.set(id, contract);
    yield rows.map((row) =>
      pastOf(
        row,
        row.contract === null ? null : (snapshot.contracts.get(row.contract) ?? null),
        snapshot,
        withFacts,
      ),
    );
    if (rows.length < sliceSize) break;
  }
  await client.query("close past_clicks");
}
