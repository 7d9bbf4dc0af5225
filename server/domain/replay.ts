/**
 * Past events decided again under other terms, in the ledger's order, by the same decide(): what
 * they would have cost, which ones would have moved, and when a limit would have been reached.
 * Pure; a stream of events goes in, a tally comes out. Whether a click was unique, and what was
 * active at its instant, is as the ledger had it: terms do not change that.
 */
import type { CalendarHistory, Instant } from "./calendar.ts";
import { decide, type Decision, type DecideInput, type Standing } from "./decide.ts";
import type { ConversionKind } from "./event-kinds.ts";
import type { ContractInForce } from "./contract-in-force.ts";
import type { ClickEvent } from "./payable-event.ts";
import { underOf } from "./counters.ts";
import { LimitBook } from "./limit-book.ts";
import { scopeRecords, type Scoped } from "./limit-scopes.ts";
import type { LimitUse } from "./limits.ts";
import { triedFacts } from "./rule-facts.ts";
import type { Side } from "./sides.ts";
import type { Facts } from "./rules.ts";
import { Tally, addTo, type Amounts, type Made } from "./replay-tally.ts";
import type { Limit, Terms } from "./terms.ts";

/** A live click with all that the ledger knows of it. */
export interface PastClick extends Scoped {
  id: string;
  country: string | null;
  event: ClickEvent;
  standing: Standing;
  /** In force at its instant, with weekly limits as the ledger saw them. */
  contract: ContractInForce | null;
  /** The program's own limits as the ledger saw them; empty where it did not come to ask. */
  programLimits: readonly Limit[];
  /** When it was decided, and the calendars that were known then. */
  decidedAt: Instant;
  calendar: CalendarHistory;
  now: Made;
  uses: readonly LimitUse[];
}

export interface PastConversion {
  kind: ConversionKind;
  id: string;
  at: Instant;
  partner: string;
  now: Made;
  /** Of the contract that `now` was made under. */
  termsNow: Terms | null;
  under: Then;
  made: Decision;
}

export interface ReplayPlan {
  /** The first instant of the events. */
  from: Instant;
  /** The brand's, as it is known now. */
  calendar: CalendarHistory;
  /** Who tries the terms. */
  side: Side;
  /**
   * By id, the contracts that are looked at as they would have been; null = as they were, e.g.
   * because they are on these very terms. Others keep their terms and are no part of the figures.
   * Without a map all are looked at, as they were.
   */
  tried: ReadonlyMap<string, ContractInForce | null> | null;
  /** The same for partners without a contract at an instant: null = still none. */
  unsigned(partner: string): ContractInForce | null | undefined;
  /** A program's own limits on clicks under terms in this currency, as they were. */
  programLimitsAt(currency: string, at: Instant, decidedAt: Instant): readonly Limit[];
  /** What the ledger had used of periods that were running at `from`, by seedKey(). */
  seeds: ReadonlyMap<string, bigint>;
}

/** What an event is compared with: what the ledger holds, or what other terms make of it. */
export interface Was {
  made: Made;
  terms: Terms | null;
}

/** Stands for a version that is not saved yet. */
export const unsavedVersion = "00000000-0000-0000-0000-000000000000";

/** What an event is decided under again. */
export interface Then {
  contract: ContractInForce | null;
  /**
   * Nothing is changed: event types, program limits and weekly limits are as the ledger saw them.
   */
  asItWas: boolean;
  /** It is part of the figures. */
  isLookedAt: boolean;
}
export function thenOf(
  plan: Pick<ReplayPlan, "tried" | "unsigned">,
  contract: ContractInForce | null,
  partner: string,
): Then {
  if (plan.tried === null) return { contract, asItWas: true, isLookedAt: true };
  const made = contract === null ? plan.unsigned(partner) : plan.tried.get(contract.contractId);
  return made
    ? { contract: made, asItWas: false, isLookedAt: true }
    : { contract, asItWas: true, isLookedAt: made !== undefined };
}

/**
 * Whether the ledger may have counted for a limit what the events that came so far do not say: what
 * was paid before it was there, or before they begin.
 */
const mayKnowMore = (
  { uses, calendar }: PastClick,
  { validity: { start, end } }: ContractInForce,
  from: Instant,
): boolean =>
  (calendar.earlier?.length ?? 0) > 0 ||
  uses.some(
    ({ windowStart, windowEnd, scope }) =>
      scopeRecords[scope].setIn === "PROGRAM" ||
      windowStart < Math.max(from, start) ||
      (end !== null && (windowEnd === null || windowEnd > end)),
  );

/**
 * What rules see of an event again: of terms that both signed all that they saw, of others what the
 * side may see.
 */
export const factsAgain = (
  facts: Facts,
  { side }: Pick<ReplayPlan, "side">,
  { asItWas }: Pick<Then, "asItWas">,
): Facts => (asItWas ? facts : triedFacts(facts, side));

export class Replay {
  readonly tally: Tally;
  /**
   * What changes for contracts that keep their terms, because a limit of the whole program is
   * shared with them.
   */
  readonly knockOn: Amounts = new Map();
  readonly #plan: ReplayPlan;
  readonly #book: LimitBook;

  constructor(plan: ReplayPlan) {
    this.#plan = plan;
    this.#book = new LimitBook(plan.from, plan.seeds);
    this.tally = new Tally(plan.calendar.zone);
  }

  /**
   * Decides one click again. They come in the order in which the ledger decided them. Without `was`
   * the ledger is compared with.
   */
  click(
    click: PastClick,
    was: Was = { made: click.now, terms: click.contract?.terms ?? null },
  ): Decision {
    const { contract } = click;
    if (contract !== null && click.uses.length > 0)
      this.#book.learn(
        click.uses,
        underOf(contract),
        click,
        mayKnowMore(click, contract, this.#plan.from),
      );
    const tried = thenOf(this.#plan, contract, click.partner);
    const decision = decide(this.#input(click, tried));
    if (decision.outcome === "PAID" && tried.contract !== null)
      this.#book.take(decision, underOf(tried.contract), click);
    this.#add(click, tried, decision, was);
    return decision;
  }

  /** The same as what another replay is compared with. */
  was(click: PastClick): Was {
    const made = this.click(click);
    return {
      made,
      terms: thenOf(this.#plan, click.contract, click.partner).contract?.terms ?? null,
    };
  }

  /** Adds a sale or lead that was booked again; `made` is what became of it. */
  conversion({ kind, id, at, partner, now, termsNow, under, made }: PastConversion): void {
    if (!under.isLookedAt) {
      this.#addKnockOn(now, made);
      return;
    }
    const terms = { termsNow, termsThen: under.contract?.terms ?? null };
    this.tally.add({ event: kind, id, at, partner, country: null, ...terms, now, tried: made });
  }

  #addKnockOn(now: Made, made: Decision): void {
    addTo(this.knockOn, made.currency, made.amount);
    addTo(this.knockOn, now.currency, -now.amount);
  }

  #input(click: PastClick, then: Then): DecideInput {
    const { contract, asItWas } = then;
    const { facts } = click.event;
    return {
      event: facts ? { ...click.event, facts: factsAgain(facts, this.#plan, then) } : click.event,
      // A draft may ask for an event type that the program has by now.
      standing: asItWas ? click.standing : { ...click.standing, eventTypeActive: true },
      contract,
      calendar: click.calendar,
      programLimits:
        asItWas || contract === null
          ? click.programLimits
          : this.#programLimits(click, contract.terms.currency),
      usage: (limit, window) =>
        contract === null ? 0n : this.#book.used(limit, window, underOf(contract), click),
    };
  }

  #programLimits(
    { uses, now, programLimits, event, decidedAt }: PastClick,
    currency: string,
  ): readonly Limit[] {
    return uses.length > 0 && now.currency === currency
      ? programLimits
      : this.#plan.programLimitsAt(currency, event.at, decidedAt);
  }

  #add(click: PastClick, tried: Then, decision: Decision, was: Was): void {
    if (!tried.isLookedAt) {
      this.#addKnockOn(was.made, decision);
      return;
    }
    const { id, partner, country, event } = click;
    const terms = { termsNow: was.terms, termsThen: tried.contract?.terms ?? null };
    this.tally.add({
      event: "CLICK",
      id,
      at: event.at,
      partner,
      country,
      ...terms,
      now: was.made,
      tried: decision,
    });
  }
}
