/**
 * What may happen to contracts, one class a kind of step; each does it in the real product and in
 * the reference.
 */
import { ContractOk, type OfferInput } from "../../partnership/contracts/contract.types.ts";
import { expireContracts } from "../../partnership/contracts/expiry.ts";
import { ExpireContractsOk } from "../../partnership/contracts/expiry.types.ts";
import { counterContract } from "../../partnership/contracts/offers.ts";
import {
  decideContract,
  proposeContract,
  type Answer,
} from "../../partnership/contracts/proposals.ts";
import { addDays, dateEnd, dateOf, dateStart, type Instant } from "../../domain/calendar.ts";
import {
  add,
  clear,
  giveBack,
  dayMs,
  holds,
  lasts,
  spansOf,
  zone,
  type Model,
  type Proposal,
  type Real,
} from "./contract-reference.ts";

export abstract class Step {
  abstract toString(): string;
  abstract run(model: Model, real: Real): Promise<void>;
  /** Refused: nothing may have changed, which the comparison after the step shows. */
  protected took<T>(
    real: Real,
    answer: object,
    type: abstract new (...args: never[]) => T,
  ): T | null {
    if (answer instanceof type) return answer;
    real.refused += 1;
    return null;
  }
}
export const words = (step: object): string => `${step.constructor.name} ${JSON.stringify(step)}`;

export class Wait extends Step {
  constructor(
    readonly days: number,
    readonly minutes: number,
  ) {
    super();
  }
  async run(_model: Model, real: Real): Promise<void> {
    const { time } = real.ground.stage;
    time.now += this.days * dayMs + this.minutes * 60_000;
    // Now and then the very start of a day, where half-open periods meet.
    if (this.minutes % 3 === 0)
      time.now = Math.max(time.now, dateStart(addDays(dateOf(time.now, zone), 1), zone));
  }
  override toString(): string {
    return words(this);
  }
}

export class Propose extends Step {
  constructor(
    readonly partner: number,
    readonly terms: number,
    readonly startInDays: number | null,
    readonly days: number | null,
    readonly switches: boolean,
  ) {
    super();
  }
  async run(_model: Model, real: Real): Promise<void> {
    const startsAt =
      this.startInDays === null ? null : new Date(real.now + this.startInDays * dayMs);
    const endsAt =
      this.days === null ? null : new Date((startsAt?.getTime() ?? real.now) + this.days * dayMs);
    const answer = await proposeContract(
      real.brand(),
      {
        termsId: real.terms(this.terms),
        versionNumber: null,
        partnerId: real.partner(this.partner).accountId,
        startsAt,
        endsAt,
        expiresAt: null,
        comment: null,
        switches: this.switches,
      },
      real.key(),
    );
    this.took(real, answer, ContractOk);
  }
  override toString(): string {
    return words(this);
  }
}

/** What an accepted proposal does, read from its row before it was accepted. */
async function offerOf(
  real: Real,
  id: string,
): Promise<{
  from: Instant;
  until: Instant | null;
  switches: boolean;
  fallback: string | null;
  fallbackTerms: string | null;
  change: string | null;
}> {
  const { rows } = await real.ground.stage.owner.query<{
    starts: number;
    ends: number | null;
    switches: boolean;
    fallback: string | null;
    fallback_terms: string | null;
    change: string | null;
  }>(
    `select
        (extract(epoch from starts_at) * 1000)::float8 as starts,
        (extract(epoch from ends_at) * 1000)::float8 as ends,
        switches,
        fallback_version_id as fallback,
        (select terms_id from terms_version v where v.id = fallback_version_id) as fallback_terms,
        change_id as change
      from contract
      where id = $1`,
    [id],
  );
  const row = rows[0];
  if (!row) throw new Error(`no contract ${id}`);
  return {
    from: Math.max(row.starts, real.now),
    until: row.ends,
    switches: row.switches,
    fallback: row.fallback,
    fallbackTerms: row.fallback_terms,
    change: row.change,
  };
}

function sign(model: Model, proposal: Proposal, offer: Awaited<ReturnType<typeof offerOf>>): void {
  const { from, until, switches, fallback, fallbackTerms } = offer;
  const inTheWay = spansOf(model, proposal.partner).some(
    (span) => lasts(span, from) && (until === null || fallback !== null || span.from < until),
  );
  if (switches && inTheWay) clear(model, proposal.partner, from, fallback === null ? until : null);
  add(model, proposal.partner, {
    version: proposal.version,
    terms: proposal.terms,
    from,
    until,
    change: null,
  });
  if (fallback !== null && until !== null)
    add(model, proposal.partner, {
      version: fallback,
      terms: fallbackTerms ?? "",
      from: until,
      until: null,
      change: null,
    });
}

export class Decide extends Step {
  constructor(
    readonly index: number,
    readonly answers: readonly Answer[],
  ) {
    super();
  }
  async run(model: Model, real: Real): Promise<void> {
    const open = await real.proposals();
    const proposal = open[this.index % Math.max(1, open.length)];
    if (!proposal) return;
    const offer = await offerOf(real, proposal.id);
    const partner = real.ground.partners.find(({ accountId }) => accountId === proposal.partner);
    if (!partner) throw new Error("a proposal to a stranger");
    // At once, as two people would: of those that could succeed exactly one does.
    const results = await Promise.all(
      this.answers.map(async (decision) => {
        const sides =
          decision === "WITHDRAWN"
            ? [real.brand(), real.ground.stage.as(partner)]
            : [real.ground.stage.as(partner), real.brand()];
        for (const side of sides) {
          const answer = await decideContract(
            side,
            { id: proposal.id, decision, reason: null },
            real.key(),
          );
          if (answer instanceof ContractOk) return decision;
        }
        return null;
      }),
    );
    const won = results.filter((result) => result !== null);
    if (won.length > 1) throw new Error(`two decisions on one proposal stand: ${won.join(", ")}`);
    if (won.length === 0) real.refused += 1;
    if (won[0] === "SIGNED") sign(model, proposal, offer);
  }
  override toString(): string {
    return words(this);
  }
}

export class Counter extends Step {
  constructor(readonly index: number) {
    super();
  }
  async run(_model: Model, real: Real): Promise<void> {
    const open = await real.proposals();
    const proposal = open[this.index % Math.max(1, open.length)];
    if (!proposal) return;
    const input = {
      eventPayouts: [{ event: "SALE", rate: "7%", limits: [] }],
      startsAt: null,
      endsAt: null,
      expiresAt: null,
      comment: "Less.",
      mayCounter: null,
    } as unknown as OfferInput;
    const partner = real.ground.partners.find(({ accountId }) => accountId === proposal.partner);
    if (partner)
      this.took(
        real,
        await counterContract(real.ground.stage.as(partner), proposal.id, input, real.key()),
        ContractOk,
      );
  }
  override toString(): string {
    return words(this);
  }
}

export class Expire extends Step {
  constructor(
    readonly partner: number,
    readonly inDays: number,
    readonly withdrawPlanned: boolean,
  ) {
    super();
  }
  async run(model: Model, real: Real): Promise<void> {
    const { accountId } = real.partner(this.partner);
    const { rows } = await real.ground.stage.owner.query<{ id: string }>(
      `select id
        from contract
        where program_id = $1
          and partner_account_id = $2
          and decision = 'SIGNED'
          and starts_at <= $3
          and (ends_at is null or ends_at > $3)`,
      [real.ground.programId, accountId, new Date(real.now)],
    );
    if (!rows[0]) return;
    const lastDay = addDays(dateOf(real.now, zone), this.inDays);
    const input = {
      contractIds: [rows[0].id],
      lastDay,
      withdrawPlanned: this.withdrawPlanned,
      reversePending: false,
      nonCompliant: false,
      message: null,
    };
    if (!this.took(real, await expireContracts(real.brand(), input, real.key()), ExpireContractsOk))
      return;
    if (this.withdrawPlanned) {
      for (const planned of model.changes)
        if (planned.effectiveAt > real.now) giveBack(model, planned, accountId);
      model.spans.set(
        accountId,
        spansOf(model, accountId).filter(({ from }) => from <= real.now),
      );
    }
    const span = spansOf(model, accountId).find((each) => holds(each, real.now));
    if (!span) throw new Error("a contract was ended that the reference does not know");
    Object.assign(span, { until: dateEnd(lastDay, zone), endedBy: null });
  }
  override toString(): string {
    return words(this);
  }
}
