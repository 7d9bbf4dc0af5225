/**
 * Submitted orders → conversions: whom they are credited to, whether they are booked already, and
 * what they are worth, by the very pricing and booking that Amazon's sales go through.
 */
import type pg from "pg";
import { dateOf, type Instant } from "../../domain/calendar.ts";
import { ascending } from "../../domain/order.ts";
import { referredBy, type Referred } from "../../domain/referral.ts";
import type { SaleTraits } from "../../domain/rule-rows.ts";
import { rowSentence, unclaimedSentence } from "../../domain/submission.ts";
import { unpriced, type BookedConversion } from "./booked-conversions.ts";
import { book } from "./booking.ts";
import { contractsInForce, price, standingOf } from "./pricing.ts";
import type { SalesBooking } from "./sales-booking.ts";
import { clickedAtOf, findReferrals, type FoundReferrals } from "./submitted-referrals.ts";
import type { OfEventType } from "../../domain/submitted-events.ts";
import { failed, type RowResult, type TakenSale } from "./submitted-rows.ts";

const dayMs = 86_400_000;
/** A click may be stored a little after the order that it led to is told. */
const waitForClickMs = 600_000;
const waitStepMs = 2_000;

/** What is one within its window: an order by its id, a lead by that and its event type. */
const realmOf = ({ eventType }: OfEventType): string => eventType?.id ?? "";
const nameOf = (row: OfEventType & { orderId: string }): string => `${realmOf(row)} ${row.orderId}`;

/** When those of these ids were booked already, by name. */
async function bookedOrders(
  client: pg.ClientBase,
  programId: string,
  orderIds: readonly string[],
): Promise<Map<string, Instant[]>> {
  const { rows } = await client.query<{ name: string; at: Instant }>(
    `select distinct
        coalesce(event_type_id::text, '') || ' ' || order_id as name,
        (extract(epoch from occurred_at) * 1000)::float8 as at
      from conversion
      where program_id = $1 and order_id = any($2) and source <> 'REPORT'`,
    [programId, orderIds],
  );
  const booked = new Map<string, Instant[]>();
  for (const { name, at } of rows) booked.set(name, [...(booked.get(name) ?? []), at]);
  return booked;
}

/** For how long, by realm: event types of sales are one, each of leads has its own. */
export async function dedupeMsOf(
  client: pg.ClientBase | pg.Pool,
  programId: string,
): Promise<(of: OfEventType) => number> {
  const { rows } = await client.query<{ realm: string; days: number }>(
    `select case kind when 'LEAD' then id::text else '' end as realm, max(dedupe_days) as days
      from event_type
      where program_id = $1 and kind <> 'CLICK'
      group by 1`,
    [programId],
  );
  const days = new Map(rows.map((row) => [row.realm, row.days]));
  return (of) => (days.get(realmOf(of)) ?? 1) * dayMs;
}

type Credited = Referred & { taken: TakenSale };

/** A line that was never booked, credited but not yet priced. */
function newSale(
  { newId, now, program, marketplace }: SalesBooking,
  { taken, partnerId, linkId, isTest, clickedAt }: Credited,
  at: number,
): BookedConversion {
  const { row, source } = taken;
  const { sku, category, units, amount } = row.lines[at] ?? {
    sku: null,
    category: null,
    units: 0n,
    amount: 0n,
  };
  const traits: SaleTraits = {
    ...row.traits,
    ...(sku === null ? {} : { sku }),
    ...(category === null ? {} : { category }),
  };
  const named = row.eventType === null ? ["order"] : ["lead", row.eventType.id];
  const key = [...named, program.id, row.orderId, new Date(row.at).toISOString()];
  return unpriced({
    id: newId(now),
    kind: row.kind,
    eventType: row.eventType,
    rowKey: [...key, String(at).padStart(3, "0")].join("/"),
    orderId: row.orderId,
    partnerId,
    linkId,
    date: dateOf(row.at, marketplace.zone),
    at: row.at,
    isTest,
    simulated: false,
    notSplit: false,
    source,
    clickedAt,
    // An order counts once, however many lines it has.
    leads: row.kind === "LEAD" ? 1n : 0n,
    orders: row.kind === "SALE" && at === 0 ? 1n : 0n,
    units,
    amount,
    // A lead's is that of the contract that pays for it.
    currency: row.currency ?? marketplace.currency,
    traits: Object.keys(traits).length === 0 ? null : traits,
  });
}

/** Whether one of these clicks that are not stored may be soon. */
export const mayStillBeStored = (missing: readonly string[], submittedAt: Instant): boolean =>
  missing.some((id) => Math.abs(clickedAtOf(id) - submittedAt) < waitForClickMs);
const mayStillCome = (
  { taken: { submittedAt }, now }: { taken: TakenSale; now: Instant },
  missing: readonly string[],
): boolean => now <= submittedAt + waitForClickMs && mayStillBeStored(missing, submittedAt);

const waitsText = ({ submittedAt }: TakenSale): string =>
  "It names a click that is not stored yet, and waits for it until " +
  `${new Date(submittedAt + waitForClickMs).toISOString().slice(0, 16).replace("T", " ")} UTC at ` +
  "most; then it is decided without it";

/** Of each row its partner, or why there is none. */
function creditsOf(
  { now }: SalesBooking,
  sales: readonly TakenSale[],
  found: FoundReferrals,
): { credited: Credited[]; results: RowResult[] } {
  const credited: Credited[] = [];
  const results: RowResult[] = [];
  for (const taken of sales) {
    const { row } = taken;
    if (mayStillCome({ taken, now }, found.missing(row))) {
      const waits = { taken, reason: null, message: waitsText(taken), conversionId: null };
      results.push({ ...waits, state: "QUEUED", tryAt: now + waitStepMs });
      continue;
    }
    const referred = referredBy(found.of(row), row.at);
    if (referred) credited.push({ ...referred, taken });
    else results.push(failed(taken, "UNCLAIMED", unclaimedSentence(row)));
  }
  return { credited, results };
}

/** Of rows that name one order within its window the first is taken: by its instant, its place. */
const byTurn = (a: Credited, b: Credited): number =>
  a.taken.row.at - b.taken.row.at ||
  ascending(a.taken.row.orderId, b.taken.row.orderId) ||
  ascending(a.taken.submission, b.taken.submission) ||
  a.taken.number - b.taken.number;

function withoutRepeats(
  credited: readonly Credited[],
  booked: ReadonlyMap<string, Instant[]>,
  windowOf: (of: OfEventType) => number,
): { fresh: Credited[]; repeated: RowResult[] } {
  const known = new Map(booked);
  const fresh: Credited[] = [];
  const repeated: RowResult[] = [];
  for (const one of credited.toSorted(byTurn)) {
    const { row } = one.taken;
    const { orderId, at } = row;
    const instants = known.get(nameOf(row)) ?? [];
    const same = instants.find((other) => Math.abs(other - at) <= windowOf(row));
    if (same === undefined) {
      known.set(nameOf(row), [...instants, at]);
      fresh.push(one);
    } else
      repeated.push(
        failed(
          one.taken,
          "CONV_DUPLICATE",
          row.kind === "LEAD"
            ? `Lead ${orderId} of ${new Date(same).toISOString()} is booked already: to take it ` +
                "back, send change REVERSE with the same event"
            : `Order ${orderId} of ${new Date(same).toISOString()} is booked already: a change ` +
                "of it is sent with change MODIFY or REVERSE",
        ),
      );
  }
  return { fresh, repeated };
}

/** Of an order's lines: nothing where one is paid, else why the first is not. */
const reasonOf = (lines: readonly BookedConversion[]) =>
  lines.some(({ outcome }) => outcome === "PAID") ? null : (lines[0]?.reason ?? null);

/** Collects the changes of these rows; the caller flushes them. */
export async function bookSales(
  booking: SalesBooking,
  sales: readonly TakenSale[],
): Promise<RowResult[]> {
  if (sales.length === 0) return [];
  const { client, program } = booking;
  const found = await findReferrals(
    client,
    program,
    sales.map(({ row }) => row),
  );
  const { credited, results } = creditsOf(booking, sales, found);
  const orderIds = credited.map(({ taken }) => taken.row.orderId);
  const { fresh, repeated } = withoutRepeats(
    credited,
    await bookedOrders(client, program.id, orderIds),
    await dedupeMsOf(client, program.id),
  );
  const lines = fresh.map((one) => one.taken.row.lines.map((_, at) => newSale(booking, one, at)));
  const inForce = await contractsInForce(booking, lines.flat());
  const done = fresh.map(({ taken, partnerId }, at): RowResult => {
    const active = found.partner(partnerId)?.active ?? false;
    const booked = (lines[at] ?? []).map((sale) => {
      const standing = standingOf(booking, sale, active, undefined);
      const priced = price(booking, sale, { contract: inForce(sale), standing, before: null });
      const actor = { actor: "SOURCE" as const, actorId: taken.submittedBy };
      book(booking, { before: null, ...priced, kind: "TRACKED", ...actor });
      return priced.after;
    });
    const reason = reasonOf(booked);
    return {
      taken,
      state: "BOOKED",
      reason,
      message: reason && rowSentence(reason),
      conversionId: booked[0]?.id ?? null,
      tryAt: null,
    };
  });
  return [...results, ...repeated, ...done];
}
