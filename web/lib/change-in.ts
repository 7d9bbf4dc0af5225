import type { ReportMeasure } from "../gql/graphql.ts";

interface Change {
  measure: ReportMeasure;
  /** Of amounts. */
  currency?: string | null;
}
/**
 * How one figure changed. Null where it is not compared, and where an amount that is shown as a
 * whole changed in several currencies: no one of them speaks for it.
 */
export function changeIn<T extends Change>(
  changes: readonly T[],
  measure: ReportMeasure,
  currency?: string,
): T | null {
  const found = changes.filter(
    (each) => each.measure === measure && (currency === undefined || each.currency === currency),
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}
