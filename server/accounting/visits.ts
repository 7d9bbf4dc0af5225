/**
 * Which clicks are unique. What is kept in memory is only a cache of click and decision: it may be thrown away at any
 * batch and gives the same answers after. Robots and filtered clicks neither open nor extend a window; test clicks have
 * windows of their own, so that trying a link never costs a partner a paid click.
 */
import type pg from "pg";
import { minuteMs, type Instant } from "../domain/calendar.ts";
import { defaultUniqueWindow, visit, type UniqueWindow, type Visit } from "../domain/validity.ts";
import type { ProgramFacts } from "./catalog.ts";
import type { RawClick } from "./raw-click.ts";

/** Clicks this much older than the newest are answered from memory, besides the window itself; older ones ask the database. */
const latenessMs = 60 * minuteMs;

interface ProgramVisits {
  /** Everything accounted from this instant on is in memory. */
  floor: Instant;
  newest: Instant;
  /** By partner, kind and visitor hash: instants doubled, odd when the click was counted as unique. */
  marks: Map<string, number[]>;
}

interface VisitRow {
  program: string;
  partner: string;
  test: boolean;
  at: number;
  visitor: string;
  previous: string | null;
  counted: boolean;
}

const columns = `c.program_id as program, c.partner_account_id as partner, c.is_test as test, (extract(epoch from c.clicked_at) * 1000)::float8 as at,
  c.visitor_hash as visitor, c.visitor_hash_previous as previous, d.classification = 'U' as counted`;
const accounted = `join decision d on d.brand_account_id = c.brand_account_id and d.occurred_at = c.clicked_at and d.subject_id = c.id and d.classification in ('U', 'D')`;

export const windowOf = (facts: ProgramFacts | undefined): UniqueWindow => facts?.uniqueWindow ?? defaultUniqueWindow;
const keyOf = (partner: string, test: boolean, hash: string): string => `${partner}${test ? "T" : "L"}${hash}`;

interface Span {
  program: string;
  from: Instant;
  to: Instant;
}

/** Joins overlapping spans of late clicks, so that no part of a program's clicks is read twice. */
function joinSpans(spans: Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans.sort((a, b) => (a.program === b.program ? a.from - b.from : a.program < b.program ? -1 : 1))) {
    const last = joined.at(-1);
    if (last && last.program === span.program && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined;
}

export class Visits {
  #programs = new Map<string, ProgramVisits>();

  /** Brings in what the batch's clicks may have to be compared with. `clicks` are sorted by instant. */
  async prepare(client: pg.ClientBase, clicks: readonly RawClick[], programs: ReadonlyMap<string, ProgramFacts>, now: Instant): Promise<void> {
    const newest = new Map<string, Instant>();
    for (const click of clicks) newest.set(click.program, Math.min(click.at, now));
    const opened: Span[] = [];
    for (const [program, at] of newest) {
      const keepMs = windowOf(programs.get(program)).minutes * minuteMs + latenessMs;
      const state = this.#programs.get(program);
      // A window that was made longer needs more than is kept.
      if (state && state.floor <= Math.max(state.newest, at) - keepMs) this.#forget(state, at, keepMs);
      else {
        this.#programs.set(program, { floor: at - keepMs, newest: at, marks: new Map() });
        opened.push({ program, from: at - keepMs, to: Infinity });
      }
    }
    await this.#load(client, opened, null);
    await this.#loadLate(client, clicks, programs);
  }

  #forget(state: ProgramVisits, at: Instant, keepMs: number): void {
    state.newest = Math.max(state.newest, at);
    if (state.newest - state.floor < 2 * keepMs) return;
    state.floor = state.newest - keepMs;
    for (const [key, marks] of state.marks) {
      const kept = marks.filter((mark) => mark >= state.floor * 2);
      if (kept.length === 0) state.marks.delete(key);
      else state.marks.set(key, kept);
    }
  }

  async #loadLate(client: pg.ClientBase, clicks: readonly RawClick[], programs: ReadonlyMap<string, ProgramFacts>): Promise<void> {
    const spans: Span[] = [];
    const hashes = new Set<string>();
    for (const { program, at, visitor, visitorPrevious } of clicks) {
      const windowMs = windowOf(programs.get(program)).minutes * minuteMs;
      const floor = this.#programs.get(program)?.floor ?? -Infinity;
      if (at - windowMs >= floor) continue;
      spans.push({ program, from: at - windowMs, to: at + windowMs });
      hashes.add(visitor);
      if (visitorPrevious !== null) hashes.add(visitorPrevious);
    }
    await this.#load(client, joinSpans(spans), [...hashes]);
  }

  async #load(client: pg.ClientBase, spans: readonly Span[], hashes: string[] | null): Promise<void> {
    if (spans.length === 0) return;
    const { rows } = await client.query<VisitRow>(
      `select ${columns} from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) s (program, start, stop)
       join click c on c.program_id = s.program and c.clicked_at >= s.start and c.clicked_at < s.stop ${accounted}
       where $4::text[] is null or c.visitor_hash = any($4) or c.visitor_hash_previous = any($4)`,
      [spans.map((span) => span.program), spans.map((span) => new Date(span.from)), spans.map((span) => (span.to === Infinity ? "infinity" : new Date(span.to))), hashes],
    );
    for (const row of rows)
      this.#mark(
        row.program,
        keyOf(row.partner, row.test, row.visitor),
        row.previous === null ? null : keyOf(row.partner, row.test, row.previous),
        row.at * 2 + (row.counted ? 1 : 0),
      );
  }

  #mark(program: string, key: string, previousKey: string | null, mark: number): void {
    const marks = this.#programs.get(program)?.marks;
    if (!marks) throw new Error(`Visits of program ${program} were not prepared`);
    for (const each of [key, previousKey]) {
      if (each === null) continue;
      const list = marks.get(each);
      if (list) list.push(mark);
      else marks.set(each, [mark]);
    }
  }

  /** Whether the click is its visitor's first in the window; remembers it either way. */
  take(click: RawClick, window: UniqueWindow): boolean {
    const key = keyOf(click.partner, click.isTest, click.visitor);
    const previousKey = click.visitorPrevious === null ? null : keyOf(click.partner, click.isTest, click.visitorPrevious);
    const marks = this.#programs.get(click.program)?.marks;
    const nearest = nearestVisit(marks?.get(key), previousKey === null ? undefined : marks?.get(previousKey), click.at);
    const { unique } = visit(window, nearest, click.at);
    this.#mark(click.program, key, previousKey, click.at * 2 + (unique ? 1 : 0));
    return unique;
  }
}

/** The visit nearest in time, before or after: a click that arrives late is compared with both its neighbours. */
function nearestVisit(own: readonly number[] | undefined, previous: readonly number[] | undefined, at: Instant): Visit | null {
  if (!own && !previous) return null;
  let lastAt = -Infinity;
  let lastCountedAt = -Infinity;
  for (const marks of [own, previous]) {
    if (!marks) continue;
    for (const mark of marks) {
      const counted = mark % 2 === 1;
      const seen = counted ? (mark - 1) / 2 : mark / 2;
      if (Math.abs(at - seen) < Math.abs(at - lastAt)) lastAt = seen;
      if (counted && Math.abs(at - seen) < Math.abs(at - lastCountedAt)) lastCountedAt = seen;
    }
  }
  return { lastAt, lastCountedAt };
}
