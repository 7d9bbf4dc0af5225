/**
 * Amounts as people and programs write them: each is read as the number that it is, to the micro,
 * and read back so from a column and from its own text; or it is refused with a sentence. None is
 * ever read as another number.
 */
import { formatMicros, parseDecimal } from "../../domain/money.ts";
import {
  gateAmount,
  gateCount,
  gateRate,
  maxClickRateUnits,
  maxLimitUnits,
  type Micros,
} from "../../domain/values/amount.ts";
import type { Random } from "../../start/demo/random.ts";
import { eachCase, holds, type Mangling } from "./mangling.ts";

const pick = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)] as T;
const junk = [
  ",",
  "'",
  " ",
  "\u00A0",
  "e3",
  "E-2",
  "+",
  "--",
  ".",
  "$",
  "€",
  "%",
  "\uFF11",
  "\u0663",
  "0x",
  "Infinity",
  "NaN",
  "\0",
  "\u2212",
  "_",
  "n",
  "1e999",
  "٫",
];

function written(random: Random): string {
  const digits = (most: number): string =>
    Array.from({ length: random.below(most + 1) }, () => String(random.below(10))).join("");
  const sign = random.chance(0.2) ? "-" : "";
  const whole = "0".repeat(random.below(3)) + (digits(14) || "0");
  const plain = sign + whole + (random.chance(0.6) ? `.${digits(8)}` : "");
  if (random.chance(0.5)) return plain;
  const at = random.below(plain.length + 1);
  return plain.slice(0, at) + pick(random, junk) + plain.slice(at);
}

/**
 * The same by another way, without the spaces around it: null where it is no amount of at most six
 * decimals and at most `max` units.
 */
function known(given: string, max: bigint, decimals: number): Micros | null {
  const text = given.replaceAll(/^[ \u00A0]+|[ \u00A0]+$/g, "");
  if (!/^-?[0-9]+(\.[0-9]+)?$/.test(text)) return null;
  const [whole = "", fraction = ""] = text.replace("-", "").split(".");
  const rest = fraction.replace(/0+$/, "");
  if (rest.length > decimals) return null;
  const micros = BigInt(whole + rest.padEnd(6, "0"));
  if (micros > max * 1_000_000n) return null;
  return text.startsWith("-") ? -micros : micros;
}

export const amounts: Mangling = {
  name: "amounts",
  run(seed, runs) {
    eachCase("amounts", seed, runs, (random) => {
      const text = written(random);
      const decimals = pick(random, [2, 4, 6]);
      const wanted = known(text, maxLimitUnits, decimals);
      const read = gateAmount(text, { decimals, negative: true }, "amount");
      if (!read.ok) {
        holds(wanted === null, () => `${JSON.stringify(text)} was refused: ${read.message}`);
        holds(
          read.message.length > 15 && read.path[0] === "amount",
          () => "a refusal without a sentence and a place",
        );
      } else {
        holds(
          read.value === wanted,
          () => `${JSON.stringify(text)} was read as ${read.value}, not ${wanted}`,
        );
        holds(
          BigInt.asIntN(64, read.value) === read.value,
          () => `${text} does not fit into a column`,
        );
        const again = parseDecimal(formatMicros(read.value), "amount");
        holds(
          again.ok && again.value === read.value,
          () => `${text} is not read back from its own text`,
        );
      }
      const own = gateAmount(text, { decimals });
      holds(
        own.ok === (wanted !== null && wanted >= 0n),
        () => `${JSON.stringify(text)} below 0 passed, or was refused though it is not`,
      );
      const rate = gateRate(`${text}%`, maxClickRateUnits);
      if (rate.ok)
        holds(
          rate.value.kind === "PERCENT" &&
            rate.value.millionths === (known(text, 100n, 4) ?? -1n) / 100n,
          () => `${text}% was read as another share`,
        );
      const count = gateCount("BAD_COUNT", "A number", text, { min: 0n, max: 999_999_999n });
      holds(
        !count.ok || count.value === BigInt(text),
        () => `${text} was counted as another number`,
      );
    });
  },
};
