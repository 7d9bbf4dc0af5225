/**
 * Patterns with `*` for any characters and `?` for exactly one. A pattern is read as parts between
 * its stars; each part is looked for once from left to right and never again, so that no pattern
 * makes a text more work than its length.
 */

/**
 * Of a text no more is searched, by CONTAINS and MATCHES alike: of what is stored only landing
 * pages may be longer.
 */
export const searchedMax = 1_024;

const [star, one] = ["*", "?"];
const cellsOfWord = 32;

/** How often a character was looked at, for tests. */
export interface Looks {
  count: number;
}

/**
 * A part without `?`, found by the places where it may go on after a character that did not fit
 * (Knuth, Morris, Pratt).
 */
class Literal {
  readonly length: number;
  readonly #text: string;
  /** For each length that fitted, the next shorter one that still does. */
  readonly #shorter: Uint16Array;

  constructor(text: string) {
    this.#text = text;
    this.length = text.length;
    this.#shorter = new Uint16Array(text.length + 1);
    for (let at = 1, fits = 0; at < text.length; at += 1) {
      while (fits > 0 && text[at] !== text[fits]) fits = this.#shorter[fits] ?? 0;
      if (text[at] === text[fits]) fits += 1;
      this.#shorter[at + 1] = fits;
    }
  }

  /** Where the first place from `from` on ends that fits, -1 without any before `to`. */
  endAfter(text: string, from: number, to: number, looks?: Looks): number {
    let fits = 0;
    for (let at = from; at < to; at += 1) {
      while (fits > 0 && text[at] !== this.#text[fits]) {
        fits = this.#shorter[fits] ?? 0;
        if (looks) looks.count += 1;
      }
      if (looks) looks.count += 1;
      if (text[at] === this.#text[fits]) fits += 1;
      if (fits === this.length) return at + 1;
    }
    return -1;
  }
}

/**
 * A part with `?`: all beginnings that still fit are kept as bits and moved on together
 * (Shift-And).
 */
class Masked {
  readonly length: number;
  readonly #words: number;
  readonly #any: Uint32Array;
  readonly #byCharacter = new Map<number, Uint32Array>();

  constructor(text: string) {
    this.length = text.length;
    this.#words = Math.ceil(text.length / cellsOfWord);
    this.#any = new Uint32Array(this.#words);
    const characters = [...text.split("").entries()];
    for (const [at, each] of characters) if (each === one) this.#set(this.#any, at);
    for (const [at] of characters) {
      const character = text.charCodeAt(at);
      const bits = this.#byCharacter.get(character) ?? this.#any.slice();
      this.#set(bits, at);
      this.#byCharacter.set(character, bits);
    }
  }

  #set(bits: Uint32Array, at: number): void {
    const word = Math.floor(at / cellsOfWord);
    bits[word] = (bits[word] ?? 0) | (1 << (at % cellsOfWord));
  }

  endAfter(text: string, from: number, to: number, looks?: Looks): number {
    const begun = new Uint32Array(this.#words);
    const last = 1 << ((this.length - 1) % cellsOfWord);
    for (let at = from; at < to; at += 1) {
      const fitting = this.#byCharacter.get(text.charCodeAt(at)) ?? this.#any;
      if (looks) looks.count += this.#words;
      let carried = 1;
      for (let word = 0; word < this.#words; word += 1) {
        const bits = begun[word] ?? 0;
        begun[word] = ((bits << 1) | carried) & (fitting[word] ?? 0);
        carried = bits >>> (cellsOfWord - 1);
      }
      if (((begun[this.#words - 1] ?? 0) & last) !== 0) return at + 1;
    }
    return -1;
  }
}

const fitsAt = (part: string, text: string, at: number): boolean => {
  for (let i = 0; i < part.length; i += 1)
    if (part[i] !== one && part[i] !== text[at + i]) return false;
  return true;
};

export class Glob {
  readonly #first: string;
  /** null: there is no star, the pattern is as long as what fits it. */
  readonly #last: string | null;
  readonly #between: readonly (Literal | Masked)[];

  constructor(pattern: string) {
    const parts = pattern.split(star);
    this.#first = parts[0] ?? "";
    this.#last = parts.length === 1 ? null : (parts.at(-1) ?? "");
    this.#between = parts
      .slice(1, -1)
      .filter((part) => part !== "")
      .map((part) => (part.includes(one) ? new Masked(part) : new Literal(part)));
  }

  /** Whether the text fits, of which the first `searchedMax` characters count. */
  matches(text: string, looks?: Looks): boolean {
    const length = Math.min(text.length, searchedMax);
    const [first, last] = [this.#first, this.#last];
    if (last === null) return length === first.length && fitsAt(first, text, 0);
    const end = length - last.length;
    if (end < first.length || !fitsAt(first, text, 0) || !fitsAt(last, text, end)) return false;
    let at = first.length;
    for (const part of this.#between) {
      at = part.endAfter(text, at, end, looks);
      if (at < 0) return false;
    }
    return true;
  }
}

/** Patterns as they were met lately: the linter asks for the same ones again and again. */
const met = new Map<string, Glob>();
const metMax = 1_000;
export function globOf(pattern: string): Glob {
  const known = met.get(pattern);
  // Stryker disable all: what and how much is remembered changes no answer
  if (known) return known;
  if (met.size >= metMax) met.clear();
  // Stryker restore all
  const glob = new Glob(pattern);
  // Stryker disable next-line all: what is made again is the same
  met.set(pattern, glob);
  return glob;
}
