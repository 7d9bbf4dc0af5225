/**
 * A program's live sales booked again, update by update in the order in which they were booked, by
 * the very pricing that books them. Sales from before the window, whose use of limits counts, are
 * taken as the ledger has them at each moment.
 */
import type pg from "pg";
import { loadContractsById } from "../accounting/catalog.ts";
import { readConversions, type BookedConversion } from "../attribution/booked-conversions.ts";
import { price, standingOf, type Priced } from "../attribution/pricing.ts";
import { SaleKnowledge } from "../attribution/sale-knowledge.ts";
import { SaleUsage } from "../attribution/usage.ts";
import { limitWindows, type Instant } from "../../domain/calendar.ts";
import { conversionKinds, eventRecords } from "../../domain/event-kinds.ts";
import type { Decision } from "../../domain/decide.ts";
import type { ContractInForce } from "../../domain/contract-in-force.ts";
import { factsAgain, thenOf, type Replay, type Then } from "../../domain/replay.ts";
import type { Made } from "../../domain/replay-tally.ts";
import { limitsOf, payoutOf, type Limit, type Terms } from "../../domain/terms.ts";
import type { AskedReplay } from "./asked.ts";
import type { ReplaySnapshot } from "./snapshot.ts";
import { type Update, updatesSql, unbooked, bookedAfter, isPriced } from "./booked-updates.ts";

const ownLimits = (terms: Terms): readonly Limit[] =>
  conversionKinds.flatMap((kind) => {
    const payout = payoutOf(terms, kind);
    return payout ? limitsOf(payout) : [];
  });
/** From when on sales and leads may count for a limit that a sale of the window is asked about. */
function readFrom(
  { terms, from }: AskedReplay,
  { contracts, plan, limitsAt }: ReplaySnapshot,
): Instant {
  const limits = [
    ...(terms ? ownLimits(terms) : []),
    ...[...contracts.values()].flatMap((contract) => ownLimits(contract.terms)),
    ...limitsAt(from),
  ];
  if (limits.some(({ reset }) => reset === "CONTRACT")) return 0;
  return limits.length === 0
    ? from
    : Math.min(from, ...limitWindows("QUARTER", from, plan.calendar).map(({ start }) => start));
}
const isNothing = ({ leads, orders, units, amount }: BookedConversion): boolean =>
  leads === 0n && orders === 0n && units === 0n && amount === 0n;

/** One sale on its way: as the ledger has it, and as the replay has it. */
interface ReplayedSale {
  ledger: BookedConversion;
  tried: BookedConversion | null;
  decision: Decision | null;
  under: Then;
  contractNow: ContractInForce | null;
}

class SaleReplay {
  readonly sales = new Map<string, ReplayedSale>();
  readonly #snapshot: ReplaySnapshot;
  readonly #from: Instant;
  readonly #program: ReplaySnapshot["program"];
  readonly #booking: Parameters<typeof price>[0];
  readonly #byPartner = new Map<string, ReplayedSale[]>();

  constructor(snapshot: ReplaySnapshot, from: Instant) {
    this.#snapshot = snapshot;
    this.#from = from;
    this.#program = { ...snapshot.program };
    this.#booking = {
      program: this.#program,
      usage: new SaleUsage(this.#program),
      known: new SaleKnowledge(snapshot.program.brandAccountId),
    };
  }

  thenOf(contract: string | null, partner: string | null): Then & { now: ContractInForce | null } {
    const now = contract === null ? null : (this.#snapshot.contracts.get(contract) ?? null);
    return { now, ...thenOf(this.#snapshot.plan, now, partner ?? "") };
  }

  /** What the rules of the terms that are tried may test. */
  async know(
    client: pg.ClientBase,
    conversions: ReadonlyMap<string, BookedConversion>,
    updates: readonly Update[],
  ): Promise<void> {
    const told = updates.flatMap((update) => {
      const conversion = conversions.get(update.conversion);
      return conversion && conversion.at >= this.#from && isPriced(update)
        ? [{ ...conversion, partnerId: update.partner, contract: update.contract }]
        : [];
    });
    await this.#booking.known.load(
      client,
      told,
      ({ contract, partnerId }) => this.thenOf(contract, partnerId).contract,
    );
  }

  #salesOf = (partner: string | null): BookedConversion[] =>
    (partner === null ? [...this.sales.values()] : (this.#byPartner.get(partner) ?? [])).flatMap(
      ({ tried }) => tried ?? [],
    );

  update(conversion: BookedConversion, update: Update): void {
    let sale = this.sales.get(conversion.id);
    if (sale === undefined) {
      sale = {
        ledger: unbooked(conversion),
        tried: null,
        decision: null,
        under: { contract: null, asItWas: true, isLookedAt: false },
        contractNow: null,
      };
      this.sales.set(conversion.id, sale);
      const own = this.#byPartner.get(conversion.partnerId ?? "");
      if (own) own.push(sale);
      else this.#byPartner.set(conversion.partnerId ?? "", [sale]);
    }
    sale.ledger = bookedAfter(sale.ledger, update);
    const before = sale.tried;
    const after = conversion.at < this.#from ? sale.ledger : this.#booked(sale, update);
    if (after === null) return;
    sale.tried = after;
    this.#booking.usage.move(before, after);
  }

  /** The sale of the window after the update; null where the replay has nothing to book. */
  #booked(sale: ReplayedSale, update: Update): BookedConversion | null {
    const before = sale.tried;
    if (update.kind === "APPROVED") return null;
    if (update.kind === "REVERSED")
      return (
        before && {
          ...before,
          leads: 0n,
          orders: 0n,
          units: 0n,
          amount: 0n,
          payout: 0n,
          wouldPay: 0n,
        }
      );
    if (update.kind === "ADJUSTED") {
      // What Amazon restates after locking is booked beside the sale: as much as the ledger did,
      // where the sale pays.
      const pays = before?.outcome === "PAID";
      return before && pays
        ? {
            ...before,
            adjustedOrders: before.adjustedOrders + update.adjustedOrders,
            adjustedPayout: before.adjustedPayout + update.adjustedPayout,
          }
        : null;
    }
    // Under another contract a sale is taken back whole and booked anew: the second update says as
    // what.
    if (isNothing(sale.ledger) && update.kind !== "TRACKED") return null;
    if (update.kind === "OUTSIDE_APPROVED" && before?.outsideOfTerms !== true) return null;
    const { now, ...under } = this.thenOf(update.contract, update.partner);
    const { after, decision } = this.#price(sale, update, under);
    Object.assign(sale, { decision, under, contractNow: now });
    return after;
  }

  #price({ ledger, tried: before }: ReplayedSale, update: Update, under: Then): Priced {
    const { contract, asItWas } = under;
    const { kind, leads, orders, units, amount, partnerId } = ledger;
    const outsideApprovedAt =
      update.kind === "OUTSIDE_APPROVED" ? update.bookedAt : (before?.outsideApprovedAt ?? null);
    const sale = {
      ...(before ?? unbooked(ledger)),
      leads,
      orders,
      units,
      amount,
      partnerId,
      outsideApprovedAt,
    };
    this.#program.limits = this.#snapshot.limitsAt(update.bookedAt);
    if (contract && partnerId)
      this.#booking.usage.open(
        [{ kind, partner: partnerId, contract, at: ledger.at }],
        this.#salesOf,
      );
    const standing = standingOf(this.#booking, ledger, true, update.reason);
    // The approval itself is part of the sale that is priced.
    const isApproval = update.kind === "OUTSIDE_APPROVED";
    return price(this.#booking, sale, {
      contract,
      standing: asItWas ? standing : { ...standing, eventTypeActive: true },
      before: isApproval ? sale : before,
      seen: (facts) => factsAgain(facts, this.#snapshot.plan, under),
    });
  }
}

export interface SalesDone {
  sales: number;
  leads: number;
  differing: number;
  firstDifference: string | null;
}
const words = ({ outcome, reason, payout, adjustedPayout }: BookedConversion): string =>
  `${outcome} ${reason ?? "-"} ${payout + adjustedPayout}`;

interface Booked {
  conversions: ReadonlyMap<string, BookedConversion>;
  updates: readonly Update[];
}
/** Books all sales again under a plan. */
async function bookAgain(
  client: pg.ClientBase,
  snapshot: ReplaySnapshot,
  from: Instant,
  { conversions, updates }: Booked,
): Promise<Map<string, ReplayedSale>> {
  const replay = new SaleReplay(snapshot, from);
  await replay.know(client, conversions, updates);
  for (const update of updates) {
    const conversion = conversions.get(update.conversion);
    if (conversion) replay.update(conversion, update);
  }
  return replay.sales;
}

async function bookedSales(
  client: pg.ClientBase,
  asked: AskedReplay,
  snapshot: ReplaySnapshot,
): Promise<Booked> {
  const values = [asked.programId, new Date(readFrom(asked, snapshot)), snapshot.partners];
  const { rows: updates } = await client.query<Update>(updatesSql, values);
  const where = `a.program_id = $1
        and not a.is_test
        and a.partner_account_id is not null
        and a.occurred_at >= $2
        and ($3::uuid[] is null or a.partner_account_id = any($3))`;
  const conversions = new Map(
    (await readConversions(client, where, values)).map((conversion) => [conversion.id, conversion]),
  );
  const missing = [...new Set(updates.flatMap(({ contract }) => contract ?? []))].filter(
    (id) => !snapshot.contracts.has(id),
  );
  for (const [id, contract] of await loadContractsById(client, missing))
    snapshot.contracts.set(id, contract);
  return { conversions, updates };
}

const madeOf = ({
  outcome,
  reason,
  groupId,
  payout,
  adjustedPayout,
  currency,
}: BookedConversion): Made => ({
  outcome,
  reason,
  groupId,
  amount: payout + adjustedPayout,
  currency,
});

/**
 * Adds the sales of the window to the replay's tally, and says whether they came out as the ledger
 * has them.
 */
export async function replaySales(
  client: pg.ClientBase,
  asked: AskedReplay,
  snapshot: ReplaySnapshot,
  replay: Replay,
): Promise<SalesDone> {
  const booked = await bookedSales(client, asked, snapshot);
  const sales = await bookAgain(client, snapshot, asked.from, booked);
  const before =
    snapshot.before &&
    (await bookAgain(client, { ...snapshot, plan: snapshot.before }, asked.from, booked));
  const done: SalesDone = { sales: 0, leads: 0, differing: 0, firstDifference: null };
  for (const [id, { ledger, tried, decision, under, contractNow }] of sales) {
    if (ledger.at < asked.from || !tried || !decision) continue;
    done[ledger.kind === "LEAD" ? "leads" : "sales"] += 1;
    if (words(ledger) !== words(tried)) {
      done.differing += 1;
      const { one } = eventRecords[ledger.kind];
      done.firstDifference ??= `${one} ${ledger.orderId}: ${words(ledger)} against ` + words(tried);
    }
    const was = before?.get(id);
    const now = was?.tried
      ? { ...madeOf(was.tried), terms: was.under.contract?.terms ?? null }
      : { ...madeOf(ledger), terms: contractNow?.terms ?? null };
    const made = { ...decision, ...madeOf(tried), currency: decision.currency };
    replay.conversion({
      kind: ledger.kind,
      id: ledger.id,
      at: ledger.at,
      partner: ledger.partnerId ?? "",
      now,
      termsNow: now.terms,
      under,
      made,
    });
  }
  return done;
}
