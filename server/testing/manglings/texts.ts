/**
 * People's texts as keyboards, spreadsheets and chats leave them: each passes its gate and is read
 * back as it was stored, or is refused with a sentence; and whoever typed the same in another way
 * means the same by a rule and by a list.
 */
import pg from "pg";
import { pgArray } from "../../platform/db/array.ts";
import { RuleProgram } from "../../domain/compiled-rules.ts";
import { holds as ruleHolds, parseRule } from "../../domain/rules.ts";
import { listItem } from "../../domain/sale-facts.ts";
import { gateText, oneForm } from "../../domain/values/text.ts";
import type { Random } from "../../start/demo/random.ts";
import { eachCase, holds, type Mangling } from "./mangling.ts";

const pick = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)] as T;
const words = [
  "Küche",
  "Bad",
  "Ångström",
  "null",
  "NULL",
  "{}",
  "a,b",
  'say "so"',
  "back\\slash",
  "שלום",
  "한글",
  "İstanbul",
  "straße",
  "👨‍👩‍👧",
  "می‌خواهم",
  "50 %",
  "'",
  "--",
  "$1",
  "é",
];
const between = [" ", " ", "  ", "\u00A0", "\u2003", "\t", "\u3000", "\u2009"];
const around = ["", "", "", " ", "\u00A0", "\uFEFF", "\n", "\r\n", "\u2028"];
const junk = [
  "\u200B",
  "\0",
  "\u202E",
  "\uD800",
  "\u00AD",
  "\u200D",
  "\u0007",
  "\u{E0041}",
  "\uFFFE",
  "\u2060",
  "\u0301",
];

/** A text, and how another keyboard would have typed the same. */
function written(random: Random): { text: string; same: string; isClean: boolean } {
  const parts = Array.from({ length: 1 + random.below(4) }, () => pick(random, words));
  const join = (): string =>
    pick(random, around) +
    parts.reduce((text, part) => text + pick(random, between) + part) +
    pick(random, around);
  const [one, other] = [join(), join().normalize(pick(random, ["NFC", "NFD"] as const))];
  if (random.chance(0.7))
    return {
      text: one.normalize(pick(random, ["NFC", "NFD"] as const)),
      same: other,
      isClean: true,
    };
  const at = random.below(one.length + 1);
  const text = one.slice(0, at) + pick(random, junk) + one.slice(at);
  return { text, same: text, isClean: false };
}

/**
 * text[] by its number among PostgreSQL's types, of which the driver names only those of one value.
 */
const textArray = 1009;
const readArray = (pg.types.getTypeParser as (type: number) => (text: string) => string[])(
  textArray,
);
/** As a column, an element of an array and a part of a document bring it back. */
function stored(text: string): void {
  holds(
    Buffer.from(text, "utf8").toString("utf8") === text && !text.includes("\0"),
    () => `a column would change ${JSON.stringify(text)}`,
  );
  const [read, next] = readArray(pgArray([text, "next"]));
  holds(
    read === text && next === "next",
    () => `an array would change ${JSON.stringify(text)} into ${JSON.stringify(read)}`,
  );
  holds(
    JSON.parse(JSON.stringify({ text })).text === text,
    () => `a document would change ${JSON.stringify(text)}`,
  );
}

export const texts: Mangling = {
  name: "texts",
  run(seed, runs) {
    eachCase("texts", seed, runs, (random) => {
      const { text, same, isClean } = written(random);
      const lines = random.chance(0.3);
      const gated = gateText("BAD_TEXT", "A text", text, { min: 1, max: 200, lines });
      if (!gated.ok) {
        holds(!isClean, () => `${JSON.stringify(text)} was refused: ${gated.message}`);
        holds(/^A text .{15,}/.test(gated.message), () => "a refusal without a sentence");
        return;
      }
      stored(gated.value);
      const again = gateText("BAD_TEXT", "A text", gated.value, { min: 1, max: 200, lines });
      holds(
        again.ok && again.value === gated.value,
        () => `${JSON.stringify(gated.value)} does not pass a second time as it is`,
      );
      if (!isClean) return;
      holds(
        listItem(text) === listItem(same),
        () => `a list tells ${JSON.stringify(text)} from ${JSON.stringify(same)}`,
      );
      const rule = parseRule(
        { variable: "SHARED_ID", operator: "IS", values: [`"${text.replaceAll('"', '""')}"`] },
        "rule",
      );
      holds(rule.ok, () => `a rule refuses ${JSON.stringify(text)}`);
      const facts = { SHARED_ID: same };
      const chosen = new RuleProgram([], [{ rules: [rule.value] }]).choose(facts);
      holds(
        ruleHolds(rule.value, facts) && chosen === 0,
        () => `a rule on ${JSON.stringify(text)} does not know ${JSON.stringify(oneForm(same))}`,
      );
    });
  },
};
