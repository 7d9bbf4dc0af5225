/** The shortest text that fits patterns and fails others, or the proof that there is none. */

/** Of characters, 1 for any one character and 2 for any number of them. */
type Pattern = readonly (string | 1 | 2)[];
/** One of them must fit. */
export type Patterns = readonly Pattern[];

const maxStates = 3_000;
/**
 * Characters of patterns that are laid out, and places that are moved on, in the time of one look.
 */
const looksAtOnce = 20;
const placesAtOnce = 4;
const readable = "examplbcdfghijkonqrstuvwyz0123456789-_".split("");

/** How far each of several patterns has come: places in all of them laid end to end, in order. */
type Places = readonly number[];

/** A list of patterns that is read one character at a time. */
class Reader {
  readonly #cells: (string | 1 | 2 | null)[] = [];
  readonly #start: number[] = [];

  constructor(patterns: Patterns) {
    for (const pattern of patterns) {
      this.#start.push(this.#cells.length);
      // null: the pattern is over here.
      this.#cells.push(...pattern, null);
    }
  }

  /** With the places that need no further character to be reached. */
  #close(places: Iterable<number>): Places {
    const all = new Set<number>();
    for (const place of places)
      for (let at = place; ; at += 1) {
        all.add(at);
        if (this.#cells[at] !== 2) break;
      }
    return [...all].toSorted((a, b) => a - b);
  }
  start(): Places {
    return this.#close(this.#start);
  }
  step(places: Places, character: string): Places {
    const next: number[] = [];
    for (const place of places) {
      const cell = this.#cells[place];
      if (cell === 2) next.push(place);
      else if (cell === 1 || cell === character) next.push(place + 1);
    }
    return this.#close(next);
  }
  fits(places: Places): boolean {
    return places.some((place) => this.#cells[place] === null);
  }
  /** Whatever follows, it fits. */
  fitsForEver(places: Places): boolean {
    return places.some((place) => this.#cells[place] === 2 && this.#cells[place + 1] === null);
  }
  characters(): string[] {
    return this.#cells.filter((cell): cell is string => typeof cell === "string");
  }
}

interface State {
  text: string;
  must: Places[];
  not: Places[];
}

interface Readers {
  needed: readonly Reader[];
  banned: readonly Reader[];
}
/** All characters that no pattern names are alike: one stands for them. */
function alphabetOf({ needed, banned }: Readers): string[] {
  const named = new Set([...needed, ...banned].flatMap((reader) => reader.characters()));
  return [readable.find((character) => !named.has(character)) ?? "\u00b7", ...named];
}
const startOf = ({ needed, banned }: Readers): State => ({
  text: "",
  must: needed.map((reader) => reader.start()),
  not: banned.map((reader) => reader.start()),
});
/** null: no text that goes on like this can be what is looked for. */
function stepOf({ needed, banned }: Readers, state: State, character: string): State | null {
  const next: State = {
    text: state.text + character,
    must: needed.map((reader, i) => reader.step(state.must[i] ?? [], character)),
    not: banned.map((reader, i) => reader.step(state.not[i] ?? [], character)),
  };
  return next.must.some((places) => places.length === 0) ||
    banned.some((reader, i) => reader.fitsForEver(next.not[i] ?? []))
    ? null
    : next;
}
const isFound = ({ needed, banned }: Readers, { text, must, not }: State): boolean =>
  text !== "" &&
  needed.every((reader, i) => reader.fits(must[i] ?? [])) &&
  !banned.some((reader, i) => reader.fits(not[i] ?? []));
/** What looking at a state takes of the effort. */
function effortOf({ needed, banned }: Readers, { must, not }: State, characters: number): number {
  const places = [...must, ...not].reduce((sum, { length }) => sum + length, 0);
  return characters * (3 * (needed.length + banned.length) + Math.ceil(places / placesAtOnce));
}

/**
 * `must`: of each list one pattern fits. `not`: of each list none does. `accepts` has the last
 * word, for what patterns cannot say; a text it turns down leaves the proof open. `effort` is taken
 * from by all that is looked at: patterns that are long, or that have come far in many places at
 * once, take more of it.
 */
export function findText(
  must: readonly Patterns[],
  not: readonly Patterns[],
  accepts: (text: string) => boolean,
  effort: { left: number },
): string | { kind: "NONE" | "UNKNOWN" } {
  const cells = [...must, ...not].reduce(
    (sum, patterns) => patterns.reduce((length, pattern) => length + pattern.length, sum),
    0,
  );
  if ((effort.left -= Math.ceil(cells / looksAtOnce)) < 0) return { kind: "UNKNOWN" };
  const readers = {
    needed: must.map((patterns) => new Reader(patterns)),
    banned: not.map((patterns) => new Reader(patterns)),
  };
  const alphabet = alphabetOf(readers);
  const queue = [startOf(readers)];
  const known = new Set(queue.map(keyOf));
  let turnedDown = false;
  for (let at = 0; at < queue.length; at += 1) {
    const state = queue[at]!;
    if (at >= maxStates || (effort.left -= effortOf(readers, state, alphabet.length)) < 0)
      return { kind: "UNKNOWN" };
    if (isFound(readers, state)) {
      if (accepts(state.text)) return state.text;
      turnedDown = true;
    }
    for (const character of alphabet) {
      const next = stepOf(readers, state, character);
      if (!next) continue;
      const key = keyOf(next);
      if (known.has(key)) continue;
      known.add(key);
      queue.push(next);
    }
  }
  return { kind: turnedDown ? "UNKNOWN" : "NONE" };
}

/** The empty text is a state of its own: a value that is there is not empty. */
const keyOf = ({ text, must, not }: State): string =>
  [text === "", ...[must, not].map((sets) => sets.map((places) => places.join()).join("|"))].join(
    "|",
  );
