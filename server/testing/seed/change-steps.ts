/** Contract changes as steps of the model: sent, withdrawn, taken early. */
import {
  ContractChangeOk,
  type ContractChangeInput,
} from "../../partnership/contracts/change.types.ts";
import {
  applyContractChange,
  withdrawContractChange,
} from "../../partnership/contracts/changes.ts";
import { ContractOk } from "../../partnership/contracts/contract.types.ts";
import { noDraft } from "../../partnership/terms/seen-drafts.ts";
import { optInToChange } from "../../partnership/contracts/opt-in.ts";
import { addDays, dateEnd, dateOf, dateStart, type Instant } from "../../domain/calendar.ts";
import { termsInput } from "./contract-ground.ts";
import {
  add,
  clear,
  giveBack,
  holds,
  lasts,
  spansOf,
  zone,
  type Model,
  type Planned,
  type Real,
  type Span,
} from "./contract-reference.ts";
import { Step, words } from "./contract-steps.ts";

export interface ChangeChoice {
  kind: "INVITE" | "REPLACE" | "PROPOSE" | "MODIFY";
  terms: number;
  partners: number[];
  inDays: number;
  days: number | null;
  fallback: number | null;
  rate: number;
  optIn: boolean;
}
export class Change extends Step {
  constructor(readonly choice: ChangeChoice) {
    super();
  }
  async run(model: Model, real: Real): Promise<void> {
    const { kind, inDays, days, fallback, rate, optIn } = this.choice;
    const effectiveOn = addDays(dateOf(real.now, zone), inDays);
    const isTemporary = days !== null && kind !== "MODIFY";
    const partnerIds = [
      ...new Set(this.choice.partners.map((index) => real.partner(index).accountId)),
    ];
    const input: ContractChangeInput = {
      strategy: kind === "REPLACE" || kind === "PROPOSE" ? "SWITCH" : kind,
      approval: kind === "REPLACE" || kind === "PROPOSE" ? kind : null,
      termsId: real.terms(this.choice.terms),
      versionNumber: null,
      terms: kind === "MODIFY" ? termsInput(`${rate}%`) : null,
      baseVersion: null,
      partnerIds: kind === "MODIFY" ? null : partnerIds,
      everyoneOnTermsId: null,
      excludePartnerIds: null,
      effectiveOn,
      lastDay: isTemporary ? addDays(effectiveOn, days) : null,
      fallbackTermsId:
        isTemporary && fallback !== null && kind !== "INVITE" ? real.terms(fallback) : null,
      expiresAt: null,
      mayCounter: true,
      earlyOptIn: optIn && inDays > 0 && (kind === "MODIFY" || kind === "REPLACE"),
      howTo: false,
      comment: "A change.",
      expectedPartners: null,
    };
    const before = await real.latest(input.termsId);
    const now = real.now;
    const answer = this.took(
      real,
      await applyContractChange(real.brand(), input, noDraft, real.key()),
      ContractChangeOk,
    );
    if (answer && (kind === "REPLACE" || kind === "MODIFY"))
      await this.#follow(model, real, { input, id: answer.change.id, before, now });
  }
  async #follow(
    model: Model,
    real: Real,
    {
      input,
      id,
      before,
      now,
    }: { input: ContractChangeInput; id: string; before: string; now: Instant },
  ): Promise<void> {
    const version = input.strategy === "MODIFY" ? await real.latest(input.termsId) : before;
    const from = Math.max(now, dateStart(input.effectiveOn, zone));
    const until = input.lastDay ? dateEnd(input.lastDay, zone) : null;
    const fallback = input.fallbackTermsId ? await real.latest(input.fallbackTermsId) : null;
    const { rows } = await real.ground.stage.owner.query<{ partner: string }>(
      `select partner_account_id as partner
        from contract_change_partner
        where change_id = $1 and state = 'SCHEDULED'`,
      [id],
    );
    const planned: Planned = { id, effectiveAt: from, optIn: input.earlyOptIn, taken: new Map() };
    for (const { partner } of rows) {
      if (input.strategy === "SWITCH") {
        planned.taken.set(
          partner,
          clear(model, partner, from, fallback === null ? until : null, id),
        );
        add(model, partner, { version, terms: input.termsId, from, until, change: id });
        if (fallback !== null && until !== null)
          add(model, partner, {
            version: fallback,
            terms: input.fallbackTermsId ?? "",
            from: until,
            until: null,
            change: id,
          });
      } else this.#modify(model, partner, { version, planned, from, termsId: input.termsId });
    }
    model.changes.push(planned);
  }
  #modify(
    model: Model,
    partner: string,
    {
      version,
      planned,
      from,
      termsId,
    }: { version: string; planned: Planned; from: Instant; termsId: string },
  ): void {
    const taken = {
      cut: null as Span | null,
      cutUntil: null as Instant | null,
      gone: [] as Span[],
    };
    for (const span of spansOf(model, partner).filter(
      (each) => each.terms === termsId && lasts(each, from),
    )) {
      const { until } = span;
      if (span.from < from) {
        Object.assign(taken, { cut: span, cutUntil: until });
        Object.assign(span, { until: from, endedBy: planned.id });
      } else {
        taken.gone.push(span);
        model.spans.set(
          partner,
          spansOf(model, partner).filter((each) => each !== span),
        );
      }
      add(model, partner, {
        version,
        terms: termsId,
        from: Math.max(from, span.from),
        until,
        change: planned.id,
      });
    }
    planned.taken.set(partner, taken);
  }
  override toString(): string {
    return words(this);
  }
}

export class WithdrawChange extends Step {
  constructor(readonly index: number) {
    super();
  }
  async run(model: Model, real: Real): Promise<void> {
    const planned = model.changes[this.index % Math.max(1, model.changes.length)];
    if (!planned) return;
    const answer = this.took(
      real,
      await withdrawContractChange(real.brand(), planned.id, real.key()),
      ContractChangeOk,
    );
    if (!answer) return;
    for (const partner of planned.taken.keys()) giveBack(model, planned, partner);
    model.changes = model.changes.filter((change) => change !== planned);
  }
  override toString(): string {
    return words(this);
  }
}

export class OptIn extends Step {
  constructor(
    readonly index: number,
    readonly partner: number,
  ) {
    super();
  }
  async run(model: Model, real: Real): Promise<void> {
    const actor = real.partner(this.partner);
    const planned = model.changes.filter(
      (change) => change.effectiveAt > real.now && change.taken.has(actor.accountId),
    )[this.index % Math.max(1, model.changes.length)];
    if (!planned) return;
    const { rows } = await real.ground.stage.owner.query<{ id: string }>(
      `select id
        from contract
        where change_id = $1 and partner_account_id = $2 and decision = 'SIGNED' and starts_at > $3
        order by starts_at
        limit 1`,
      [planned.id, actor.accountId, new Date(real.now)],
    );
    if (!rows[0]) return;
    const answer = this.took(
      real,
      await optInToChange(real.ground.stage.as(actor), rows[0].id, real.key()),
      ContractOk,
    );
    if (!answer) return;
    if (!planned.optIn) throw new Error("taken early although the brand did not allow it");
    const first = spansOf(model, actor.accountId)
      .filter((span) => span.change === planned.id && span.from > real.now)
      .sort((a, b) => a.from - b.from)[0];
    const current = spansOf(model, actor.accountId).find((span) => holds(span, real.now));
    if (current) current.until = real.now;
    if (first) first.from = real.now;
    planned.taken.delete(actor.accountId);
  }
  override toString(): string {
    return words(this);
  }
}
