/**
 * Which clicks are unique to their partner, and which visitors new to the program. What is kept in
 * memory is only a cache of click and decision: it may be thrown away at any batch and gives the
 * same answers after. Robots and filtered clicks neither open nor extend a window; test clicks have
 * windows of their own, so that trying a link never costs a partner a paid click.
 */
import type pg from "pg";
import { minuteMs, type Instant } from "../../domain/calendar.ts";
import {
  defaultUniqueWindow,
  settingAt,
  visit,
  type UniqueWindow,
  type Visit,
} from "../../domain/validity.ts";
import type { CountedClick } from "../../platform/db/click-counts.ts";
import type { ProgramSettings } from "./catalog.ts";
import { ascending } from "../../domain/order.ts";
import type { RawClick } from "./raw-click.ts";

const dayMs = 1_440 * minuteMs;
/**
 * Clicks this much older than the newest are answered from memory, besides the window itself; older
 * ones ask the database.
 */
const latenessMs = 10 * minuteMs;
/**
 * What is older than must be kept goes once it is this share of it, so that looking through all
 * costs little for each click.
 */
const spareShare = 4;

/** Instants doubled, odd when the click was counted as unique: of most visitors there is one. */
type Marks = number | number[];
/** By visitor hash. */
type Visitors = Map<string, Marks>;
const listOf = (marks: Marks | undefined): readonly number[] => {
  if (marks === undefined) return [];
  if (typeof marks === "number") return [marks];
  return marks;
};

interface ProgramVisits {
  /** Everything accounted from this instant on is in memory. */
  floor: Instant;
  newest: Instant;
  /** The longest of all its windows: marks near midnight are made for it. */
  windowMs: number;
  /** By partner and kind, and by kind alone. */
  marks: Map<string | number, Visitors>;
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

const columns = `c.program_id as program,
  c.partner_account_id as partner,
  c.is_test as test,
  (extract(epoch from c.clicked_at) * 1000)::float8 as at,
  c.visitor_hash as visitor,
  c.visitor_hash_previous as previous,
  d.classification = 'U' as counted`;
const accounted = `join decision d
    on d.brand_account_id = c.brand_account_id
    and d.occurred_at = c.clicked_at
    and d.subject_id = c.id
    and d.classification in ('U', 'D')`;

type Windows = Pick<ProgramSettings, "uniqueWindow" | "pastWindows"> | undefined;
/** The window that held when a click was made. */
export const windowAt = (windows: Windows, at: Instant): UniqueWindow =>
  windows ? settingAt(windows.uniqueWindow, windows.pastWindows, at) : defaultUniqueWindow;
/** The longest window that holds or held at an instant or after it, ms. */
const longestSince = (windows: Windows, since: Instant): number =>
  minuteMs *
  Math.max(
    (windows?.uniqueWindow ?? defaultUniqueWindow).minutes,
    ...(windows?.pastWindows ?? [])
      .filter(({ until }) => since < until)
      .map(({ minutes }) => minutes),
  );
const longestOf = (windows: Windows): number => longestSince(windows, -Infinity);
const kindOf = (test: boolean): string => (test ? "T" : "L");
const ownerOf = (partner: string, test: boolean): string => `${partner}${kindOf(test)}`;
/**
 * Of all partners of the program. In parts, since a map holds 16 million hashes at most; the hash
 * spreads evenly. Numbers, which are found without being made first.
 */
const wholeOf = (test: boolean, hash: string): number =>
  (hash.codePointAt(0) ?? 0) * 256 + (hash.codePointAt(1) ?? 0) + (test ? 1_000_000 : 0);
/**
 * A hash is of one UTC day. Those of two days meet only around the midnight between them: further
 * from it than a window no click is near one of the day before.
 */
const isByMidnight = (at: Instant, windowMs: number): boolean => at % dayMs < windowMs;

type Visiting = Pick<
  RawClick,
  "program" | "partner" | "isTest" | "at" | "visitor" | "visitorPrevious"
>;

interface Span {
  program: string;
  from: Instant;
  to: Instant;
}

/** Joins overlapping spans of late clicks, so that no part of a program's clicks is read twice. */
function joinSpans(spans: Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans.sort((a, b) => ascending(a.program, b.program) || a.from - b.from)) {
    const last = joined.at(-1);
    if (last && last.program === span.program && span.from <= last.to)
      last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined;
}

export class Visits {
  #programs = new Map<string, ProgramVisits>();

  /** Visitor hashes that are held. */
  get size(): number {
    return [...this.#programs.values()]
      .flatMap(({ marks }) => [...marks.values()])
      .reduce((sum, visitors) => sum + visitors.size, 0);
  }

  /**
   * Brings in what the batch's clicks may have to be compared with. `clicks` are sorted by instant.
   */
  async prepare(
    client: pg.ClientBase,
    clicks: readonly RawClick[],
    programs: ReadonlyMap<string, ProgramSettings>,
    now: Instant,
  ): Promise<void> {
    const newest = new Map<string, Instant>();
    for (const click of clicks) newest.set(click.program, Math.min(click.at, now));
    const opened: Span[] = [];
    // A program that rests is read anew when it goes on.
    for (const [program, state] of this.#programs)
      if (
        !newest.has(program) &&
        now - state.newest > longestOf(programs.get(program)) + latenessMs
      )
        this.#programs.delete(program);
    for (const [program, at] of newest) {
      const windowMs = longestOf(programs.get(program));
      const keepMs = longestSince(programs.get(program), at - latenessMs) + latenessMs;
      const state = this.#programs.get(program);
      // A window that was made longer needs more than is kept.
      if (state && state.windowMs >= windowMs && state.floor <= Math.max(state.newest, at) - keepMs)
        this.#forget(state, at, keepMs);
      else {
        this.#programs.set(program, { floor: at - keepMs, newest: at, windowMs, marks: new Map() });
        opened.push({ program, from: at - keepMs, to: Infinity });
      }
    }
    await this.#load(client, opened, null);
    await this.#loadLate(client, clicks, programs);
  }

  #forget(state: ProgramVisits, at: Instant, keepMs: number): void {
    state.newest = Math.max(state.newest, at);
    if (state.newest - state.floor < keepMs + keepMs / spareShare) return;
    state.floor = state.newest - keepMs;
    for (const [owner, visitors] of state.marks) {
      for (const [hash, marks] of visitors) {
        const kept = listOf(marks).filter((mark) => mark >= state.floor * 2);
        if (kept.length === 0) visitors.delete(hash);
        else visitors.set(hash, kept.length === 1 ? (kept[0] ?? 0) : kept);
      }
      if (visitors.size === 0) state.marks.delete(owner);
    }
  }

  async #loadLate(
    client: pg.ClientBase,
    clicks: readonly RawClick[],
    programs: ReadonlyMap<string, ProgramSettings>,
  ): Promise<void> {
    const spans: Span[] = [];
    const hashes = new Set<string>();
    for (const { program, at, visitor, visitorPrevious } of clicks) {
      const windowMs = windowAt(programs.get(program), at).minutes * minuteMs;
      const floor = this.#programs.get(program)?.floor ?? -Infinity;
      if (at - windowMs >= floor) continue;
      spans.push({ program, from: at - windowMs, to: at + windowMs });
      hashes.add(visitor);
      if (visitorPrevious !== null) hashes.add(visitorPrevious);
    }
    await this.#load(client, joinSpans(spans), [...hashes]);
  }

  async #load(
    client: pg.ClientBase,
    spans: readonly Span[],
    hashes: string[] | null,
  ): Promise<void> {
    if (spans.length === 0) return;
    const { rows } = await client.query<VisitRow>(
      `select ${columns}
        from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) s (program, start, stop)
        join click c
          on c.program_id = s.program
          and c.clicked_at >= s.start
          and c.clicked_at < s.stop ${accounted}
        where $4::text[] is null or c.visitor_hash = any($4) or c.visitor_hash_previous = any($4)`,
      [
        spans.map((span) => span.program),
        spans.map((span) => new Date(span.from)),
        spans.map((span) => (span.to === Infinity ? "infinity" : new Date(span.to))),
        hashes,
      ],
    );
    for (const { program, partner, test, visitor, previous, at, counted } of rows)
      this.#mark(
        { program, partner, isTest: test, at, visitor, visitorPrevious: previous },
        counted,
      );
  }

  #visitorsOf(program: string, owner: string | number): Visitors {
    const marks = this.#programs.get(program)?.marks;
    if (!marks) throw new Error(`Visits of program ${program} were not prepared`);
    return marks.getOrInsertComputed(owner, () => new Map());
  }

  /** Of all partners: where marks of a visitor of that instant are, and are looked for. */
  *#wholes({
    program,
    isTest,
    at,
    visitor,
    visitorPrevious,
  }: Visiting): Generator<[Visitors, hash: string]> {
    yield [this.#visitorsOf(program, wholeOf(isTest, visitor)), visitor];
    const { windowMs = 0 } = this.#programs.get(program) ?? {};
    if (visitorPrevious !== null && isByMidnight(at, windowMs))
      yield [this.#visitorsOf(program, wholeOf(isTest, visitorPrevious)), visitorPrevious];
  }

  #mark(click: Visiting, unique: boolean): void {
    const mark = click.at * 2 + (unique ? 1 : 0);
    const own = this.#visitorsOf(click.program, ownerOf(click.partner, click.isTest));
    addMark(own, click.visitor, mark);
    if (click.visitorPrevious !== null) addMark(own, click.visitorPrevious, mark);
    for (const [visitors, hash] of this.#wholes(click)) addMark(visitors, hash, mark);
  }

  /** No partner's click of the visitor is within the window. */
  #isNew(click: RawClick, windowMs: number): boolean {
    for (const [visitors, hash] of this.#wholes(click)) {
      const nearest = nearestVisit(visitors.get(hash), undefined, click.at);
      if (nearest && Math.abs(click.at - nearest.lastAt) < windowMs) return false;
    }
    return true;
  }

  /** How the click counts beside its visitor's other ones; remembers it. */
  take(click: RawClick, window: UniqueWindow): CountedClick {
    const visitors = this.#visitorsOf(click.program, ownerOf(click.partner, click.isTest));
    const previous =
      click.visitorPrevious === null ? undefined : visitors.get(click.visitorPrevious);
    const nearest = nearestVisit(visitors.get(click.visitor), previous, click.at);
    const { unique } = visit(window, nearest, click.at);
    // Whom no partner brought within the window is unique to each partner besides.
    const newVisitor = unique && this.#isNew(click, window.minutes * minuteMs);
    this.#mark(click, unique);
    return { classification: unique ? "U" : "D", newVisitor };
  }
}

function addMark(visitors: Visitors, hash: string, mark: number): void {
  const known = visitors.get(hash);
  if (known === undefined) visitors.set(hash, mark);
  else if (typeof known === "number") visitors.set(hash, [known, mark]);
  else known.push(mark);
}

/**
 * The visit nearest in time, before or after: a click that arrives late is compared with both its
 * neighbours.
 */
function nearestVisit(
  own: Marks | undefined,
  previous: Marks | undefined,
  at: Instant,
): Visit | null {
  if (own === undefined && previous === undefined) return null;
  let lastAt = -Infinity;
  let lastCountedAt = -Infinity;
  for (const marks of [own, previous]) {
    for (const mark of listOf(marks)) {
      const counted = mark % 2 === 1;
      const seen = counted ? (mark - 1) / 2 : mark / 2;
      if (Math.abs(at - seen) < Math.abs(at - lastAt)) lastAt = seen;
      if (counted && Math.abs(at - seen) < Math.abs(at - lastCountedAt)) lastCountedAt = seen;
    }
  }
  return { lastAt, lastCountedAt };
}
