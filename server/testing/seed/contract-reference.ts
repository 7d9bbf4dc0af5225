/**
 * The reference of the contracts' model: per partner a list of spans, and what must hold after
 * every step.
 */
import type { Context } from "../../platform/context.ts";
import { passTime } from "../../partnership/contracts/contract-clock.ts";
import type { Instant } from "../../domain/calendar.ts";
import type { ModelWorld } from "./contract-ground.ts";
import type { Actor } from "../../start/demo/stage.ts";

export const zone = "America/New_York";
export const dayMs = 86_400_000;

/** A signed contract as the reference sees it. */
export interface Span {
  version: string;
  terms: string;
  from: Instant;
  until: Instant | null;
  change: string | null;
  /** The planned change that brought `until`. */
  endedBy?: string | null;
}
export interface Taken {
  cut: Span | null;
  cutUntil: Instant | null;
  gone: Span[];
}
export interface Planned {
  id: string;
  effectiveAt: Instant;
  optIn: boolean;
  /** By partner: what the change took away, to give back. */
  taken: Map<string, Taken>;
}
export interface Model {
  spans: Map<string, Span[]>;
  changes: Planned[];
}
export interface Proposal {
  id: string;
  partner: string;
  version: string;
  terms: string;
}

export const spansOf = (model: Model, partner: string): Span[] => model.spans.get(partner) ?? [];
export const lasts = (span: Span, at: Instant): boolean => span.until === null || span.until > at;
export const holds = (span: Span, at: Instant): boolean => span.from <= at && lasts(span, at);

/**
 * Clears [from, until) of a partner's spans; what began before ends, what would begin inside is
 * gone. `by` is the planned change that does.
 */
export function clear(
  model: Model,
  partner: string,
  from: Instant,
  until: Instant | null,
  by: string | null = null,
): Taken {
  const spans = spansOf(model, partner);
  const touched = spans.filter(
    (span) => lasts(span, from) && (until === null || span.from < until),
  );
  const cut = touched.find((span) => span.from < from) ?? null;
  const cutUntil = cut?.until ?? null;
  if (cut) Object.assign(cut, { until: from, endedBy: by });
  const gone = touched.filter((span) => span !== cut);
  model.spans.set(
    partner,
    spans.filter((span) => !gone.includes(span)),
  );
  return { cut, cutUntil, gone };
}
export const add = (model: Model, partner: string, span: Span): void =>
  void model.spans.set(partner, [...spansOf(model, partner), span]);

/** A planned change is taken back for one partner: what it took away is there again. */
export function giveBack(model: Model, planned: Planned, partner: string): void {
  const taken = planned.taken.get(partner);
  if (!taken) return;
  const { cut, cutUntil, gone } = taken;
  model.spans.set(
    partner,
    spansOf(model, partner).filter((span) => span.change !== planned.id),
  );
  if (cut?.endedBy === planned.id) Object.assign(cut, { until: cutUntil, endedBy: null });
  for (const span of gone) add(model, partner, span);
  planned.taken.delete(partner);
}

/** The database's answer for an instant, read the way pricing reads it. */
export class Real {
  readonly ground: ModelWorld;
  commands = 0;
  refused = 0;
  constructor(ground: ModelWorld) {
    this.ground = ground;
  }
  get now(): Instant {
    return this.ground.stage.time.now;
  }
  brand(): Context {
    return this.ground.stage.as(this.ground.brand);
  }
  key(): string {
    return this.ground.stage.key();
  }
  partner(index: number): Actor {
    const found = this.ground.partners[index % this.ground.partners.length];
    if (!found) throw new Error("the ground has no partner");
    return found;
  }
  terms(index: number): string {
    return this.ground.terms[index % this.ground.terms.length] ?? "";
  }
  async proposals(): Promise<Proposal[]> {
    const { rows } = await this.ground.stage.owner.query<Proposal>(
      `select
          c.id,
          c.partner_account_id as partner,
          c.terms_version_id as version,
          v.terms_id as terms
        from contract c
        join terms_version v on v.id = c.terms_version_id
        where c.program_id = $1
          and c.decision = 'PROPOSED'
          and (c.proposal_expires_at is null or c.proposal_expires_at > $2)
        order by c.id`,
      [this.ground.programId, new Date(this.now)],
    );
    return rows;
  }
  async latest(termsId: string): Promise<string> {
    const { rows } = await this.ground.stage.owner.query<{ id: string }>(
      "select id from terms_version where terms_id = $1 order by number desc limit 1",
      [termsId],
    );
    return rows[0]?.id ?? "";
  }
}

interface Row {
  id: string;
  partner: string;
  version: string;
  decision: string;
  starts: number;
  ends: number | null;
  events: string[];
}

const explains: Record<string, readonly string[]> = {
  PROPOSED: ["PROPOSED"],
  DECLINED: ["DECLINED"],
  WITHDRAWN: ["WITHDRAWN", "CHANGE_WITHDRAWN"],
  COUNTERED: ["COUNTERED"],
  SUPERSEDED: ["REPLACED", "CHANGE_WITHDRAWN", "WITHDRAWN"],
};

/** What must hold after every step; throws with what does not. */
export async function compare(model: Model, real: Real): Promise<void> {
  const { stage, programId, frozen } = real.ground;
  await passTime(stage.workerEm(), stage.deps.clock);
  const { rows } = await stage.owner.query<Row>(
    `select
        c.id,
        c.partner_account_id as partner,
        c.terms_version_id as version,
        c.decision,
        (extract(epoch from c.starts_at) * 1000)::float8 as starts,
        (extract(epoch from c.ends_at) * 1000)::float8 as ends,
        array(select e.kind from contract_event e where e.contract_id = c.id) as events
      from contract c
      where c.program_id = $1`,
    [programId],
  );
  for (const { accountId } of real.ground.partners) {
    const signed = rows.filter((row) => row.partner === accountId && row.decision === "SIGNED");
    const spans = spansOf(model, accountId);
    const instants = [
      ...spans.flatMap(({ from, until }) => [from, until]),
      ...signed.flatMap(({ starts, ends }) => [starts, ends]),
      real.now,
    ].filter((at) => at !== null);
    for (const at of new Set(instants.flatMap((instant) => [instant - 1, instant]))) {
      const inForce = signed
        .filter(({ starts, ends }) => starts <= at && (ends === null || at < ends))
        .map(({ version }) => version);
      const expected = spans.filter((span) => holds(span, at)).map(({ version }) => version);
      if (JSON.stringify(inForce) !== JSON.stringify(expected))
        throw new Error(
          `partner ${accountId} at ${new Date(at).toISOString()}: in force ` +
            `${inForce.join(", ") || "nothing"}, expected ${expected.join(", ") || "nothing"}`,
        );
    }
  }
  for (const row of rows) {
    const isOver = row.decision === "SIGNED" && row.ends !== null && row.ends <= real.now;
    const isOn = row.decision === "SIGNED" && row.starts <= real.now;
    const notOver = isOn
      ? ["ACTIVATED"]
      : ["ACCEPTED", "CHANGE_SCHEDULED", "CHANGE_WITHDRAWN", "CHANGE_OPTED_IN"];
    const needed = explains[row.decision] ?? (isOver ? ["EXPIRED", "REPLACED"] : notOver);
    if (!needed.some((kind) => row.events.includes(kind)))
      throw new Error(
        `contract ${row.id} is ${row.decision} and its history says only ${row.events.join(", ")}`,
      );
    const known = frozen.get(row.id);
    if (known !== undefined && known !== row.version)
      throw new Error(`contract ${row.id} names another version than it was signed on`);
    frozen.set(row.id, row.version);
  }
  await real.ground.unchanged();
}
