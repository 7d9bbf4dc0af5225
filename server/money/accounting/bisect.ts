/**
 * Which clicks of a batch cannot be decided: found by trying parts of it in transactions that are
 * rolled back. First by program, then by partner in a program, then how far a partner's clicks can
 * be decided in their order.
 */
import type { Failure } from "../../platform/db/parking.ts";
import { nothingAside, type Aside } from "./parked-clicks.ts";
import { byInstant, type RawClick } from "./raw-click.ts";

/** null: these can be decided together; else why not. Throws an outage. */
export type Try = (clicks: readonly RawClick[]) => Promise<Failure | null>;

interface Group {
  key: string;
  clicks: RawClick[];
}
interface Fault extends Group {
  failure: Failure;
}
const groupBy = (clicks: readonly RawClick[], keyOf: (click: RawClick) => string): Group[] =>
  [...Map.groupBy(clicks, keyOf)].map(([key, own]) => ({ key, clicks: own }));

/** The groups that fail by themselves. */
async function faultsOf(groups: readonly Group[], attempt: Try): Promise<Fault[]> {
  const [only] = groups;
  if (!only) return [];
  const failure = await attempt(groups.flatMap(({ clicks }) => clicks));
  if (!failure) return [];
  if (groups.length === 1) return [{ ...only, failure }];
  const half = Math.ceil(groups.length / 2);
  return [
    ...(await faultsOf(groups.slice(0, half), attempt)),
    ...(await faultsOf(groups.slice(half), attempt)),
  ];
}

/**
 * The most of the first clicks, in their order, that can be decided, and why the next one cannot.
 */
export async function goodPrefix(
  { clicks, failure }: Omit<Fault, "key">,
  attempt: Try,
): Promise<{ good: RawClick[]; rest: RawClick[]; failure: Failure }> {
  const sorted = clicks.toSorted(byInstant);
  let [good, bad, why] = [0, sorted.length, failure];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const found = await attempt(sorted.slice(0, middle));
    if (found) [bad, why] = [middle, found];
    else good = middle;
  }
  return { good: sorted.slice(0, good), rest: sorted.slice(good), failure: why };
}

/** null: no program fails by itself, only several together do. */
export async function findFaults(
  clicks: readonly RawClick[],
  attempt: Try,
): Promise<{ good: RawClick[]; aside: Aside } | null> {
  const programs = groupBy(clicks, ({ program }) => program);
  const broken = await faultsOf(programs, attempt);
  if (broken.length === 0) return null;
  const bad = new Set(broken.map(({ key }) => key));
  const good = clicks.filter(({ program }) => !bad.has(program));
  const aside = nothingAside();
  for (const program of broken) {
    const partners = groupBy(program.clicks, ({ partner }) => partner);
    const faults =
      partners.length === 1
        ? [{ ...program, key: partners[0]?.key ?? "" }]
        : await faultsOf(partners, attempt);
    // What every one of several partners meets, or only all together, is the program's own.
    const isWhole =
      partners.length > 1 && (faults.length === partners.length || faults.length === 0);
    const parts = isWhole ? [program] : faults;
    const failing = new Set(parts.map(({ key }) => key));
    if (!isWhole) good.push(...program.clicks.filter(({ partner }) => !failing.has(partner)));
    for (const part of parts) {
      const found = await goodPrefix(part, attempt);
      good.push(...found.good);
      aside.behind.push(...found.rest);
      aside.opened.push({
        program: program.key,
        brand: program.clicks[0]?.brand ?? "",
        partner: isWhole ? null : part.key,
        failure: found.failure,
        clickId: found.rest[0]?.id ?? null,
      });
    }
  }
  return { good, aside };
}
