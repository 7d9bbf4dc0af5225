import fc from "fast-check";
import { expect, test } from "vitest";
import { formatMicros } from "../../domain/money.ts";
import { money } from "../../platform/api/money.ts";
import { totalsOf } from "./own-earnings.ts";

type Row = Parameters<typeof totalsOf>[0][number];
const sums = ["earned", "pending", "approved", "due", "owed"] as const;

/** What a program paid in one currency: earned, pending, approved, due, owed, in micros. */
const parts = fc.record({
  currency: fc.constantFrom("EUR", "JPY", "USD"),
  micros: fc.tuple(...sums.map(() => fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }))),
});
const rowOf = ({ currency, micros }: { currency: string; micros: bigint[] }): Row => {
  const amounts = sums.map((name, at) => [name, money(micros[at] ?? 0n, currency)] as const);
  const { earned, ...owed } = Object.fromEntries(amounts) as Record<(typeof sums)[number], object>;
  return { figures: { earned: [earned] }, owed: [{ currency, ...owed }] } as unknown as Row;
};

test("[D179] earnings in several currencies are a sum of each: none is converted", () => {
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 12 }), (programs) => {
      const totals = totalsOf(programs.map(rowOf));
      const currencies = [...new Set(programs.map(({ currency }) => currency))].sort();
      expect(totals.map(({ currency }) => currency)).toEqual(currencies);
      for (const total of totals)
        for (const [at, name] of sums.entries()) {
          const own = programs.filter(({ currency }) => currency === total.currency);
          const micros = own.reduce((all, program) => all + (program.micros[at] ?? 0n), 0n);
          expect(total[name]).toEqual({ amount: formatMicros(micros), currency: total.currency });
        }
    }),
  );
});
