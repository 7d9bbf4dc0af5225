/**
 * Limits that make no difference, because another always stops first or nothing can come so far,
 * and limits that stop before the first click. Said for periods that begin under these terms: into
 * a running one the use under older terms is carried.
 */
import type { Reset } from "./calendar.ts";
import { eventRecords } from "./event-kinds.ts";
import type { Finding, LintedPayout } from "./finding.ts";
import { hasMany } from "./limit-scopes.ts";
import { formatMicros } from "./money.ts";
import type { Facts } from "./rules.ts";
import { limitText, type Limit, type Rate } from "./terms.ts";

interface Placed {
  limit: Limit;
  path: string;
  /** null: of the whole event. */
  rank: number | null;
}

/** What may be asked of the limits in one go. */
interface Price {
  title: string;
  micros: bigint;
  rank: number | null;
  example: Facts | null;
}

const lowest = ({ max, weekendMax }: Limit): bigint =>
  weekendMax !== null && weekendMax < max ? weekendMax : max;
const highest = ({ max, weekendMax }: Limit): bigint =>
  weekendMax !== null && weekendMax > max ? weekendMax : max;

/** The most that a daily limit lets through in so many days, whatever day they begin on. */
function mostIn(days: number, { max, weekendMax }: Limit): bigint {
  const sums = Array.from({ length: 7 }, (_, first) =>
    Array.from({ length: days }, (_, day) =>
      (first + day) % 7 >= 5 ? (weekendMax ?? max) : max,
    ).reduce((sum, each) => sum + each, 0n),
  );
  return sums.reduce((most, sum) => (sum > most ? sum : most), 0n);
}

/** Of the longest month and quarter. */
const daysOf: Partial<Record<Reset, number>> = { WEEK: 7, MONTH: 31, QUARTER: 92 };

/**
 * The most that `inner` lets through while `outer` counts once; null where nothing is known. A
 * weekly limit may not count yet.
 */
function mostWithin(outer: Limit, inner: Limit): bigint | null {
  if (outer.scope !== "CONTRACT" || inner.scope !== "CONTRACT" || outer.reset === null) return null;
  if (inner.reset === "DAY" && daysOf[outer.reset]) return mostIn(daysOf[outer.reset] ?? 0, inner);
  return inner.reset === "MONTH" && outer.reset === "QUARTER" ? inner.max * 3n : null;
}

/**
 * Whether whatever counts for `small` counts for `large` in the same go or a longer one. Use under
 * the last contract counts in a running day or month.
 */
function isWithin(small: Limit, large: Limit): boolean {
  if (large.reset === "WEEK" || large.reset === null) return false;
  if (small.reset === null) return true;
  if (hasMany(large) && small.scope !== large.scope) return false;
  const longer: Partial<Record<Reset, readonly Reset[]>> = {
    DAY: ["DAY", "MONTH", "QUARTER"],
    MONTH: ["MONTH", "QUARTER"],
    QUARTER: ["QUARTER"],
    CONTRACT: ["CONTRACT"],
  };
  return longer[small.reset]?.includes(large.reset) ?? false;
}

/** Why `limit` never makes a difference beside `other`; null where it may. */
function outdone(
  limit: Limit,
  other: Limit,
  prices: { least: bigint; most: bigint } | null,
  paysRemainder: boolean,
): boolean {
  if (limit.kind === other.kind) {
    if (isWithin(limit, other) && lowest(limit) >= highest(other)) return true;
    const most = mostWithin(limit, other);
    return most !== null && most <= lowest(limit);
  }
  if (
    prices === null ||
    !(isWithin(limit, other) || (limit.scope === "CONTRACT" && mostWithin(limit, other) !== null))
  )
    return false;
  const through = isWithin(limit, other) ? highest(other) : (mostWithin(limit, other) ?? 0n);
  if (limit.kind === "PAYOUT") return through * prices.most <= lowest(limit);
  // A remainder is an event that costs less than any price.
  return !paysRemainder && prices.least > 0n && through / prices.least <= lowest(limit);
}

const fixed = (rate: Rate): bigint | null => (rate.kind === "AMOUNT" ? rate.micros : null);

function pricesOf({ payout, titles, reached, dead, byDefault }: LintedPayout): Price[] {
  const groups = payout.groups.flatMap(({ rate }, rank): Price[] => {
    const micros = dead.has(rank) ? null : fixed(rate);
    return micros
      ? [
          {
            title: titles[rank]?.replace(/^G/, "g") ?? "",
            micros,
            rank,
            example: reached[rank] ?? null,
          },
        ]
      : [];
  });
  const byDefaultRate = fixed(payout.defaultRate);
  return byDefaultRate
    ? [
        ...groups,
        { title: "the default payout", micros: byDefaultRate, rank: null, example: byDefault },
      ]
    : groups;
}

/** Shares of sales have no price that is known beforehand. */
const allFixed = ({ payout }: LintedPayout, rank: number | null): boolean =>
  (rank === null
    ? [payout.defaultRate, ...payout.groups.map(({ rate }) => rate)]
    : [payout.groups[rank]?.rate]
  ).every((rate) => rate?.kind === "AMOUNT");

const paysNothing = (
  { payout }: LintedPayout,
  path: string,
  message: string,
  example: Facts | null,
): Finding => ({
  code: "LIMIT_PAYS_NOTHING",
  severity: "WARNING",
  path,
  related: [],
  event: payout.event,
  message,
  example,
});

function stops(
  linted: LintedPayout,
  { limit, path, rank }: Placed,
  asked: readonly Price[],
): Finding[] {
  const { payout, currency } = linted;
  const cap = highest(limit);
  const nothing = cap === 0n;
  const paysNoPart = limit.kind === "PAYOUT" && payout.remainder === "PAY_ZERO";
  const above = paysNoPart ? asked.filter(({ micros }) => micros > cap) : [];
  const stopped = nothing ? asked : above;
  const [first] = stopped;
  if (!first && !nothing) return [];
  const all = nothing || (stopped.length === asked.length && allFixed(linted, rank));
  const what = all
    ? `no ${eventRecords[payout.event].one} is ever paid`
    : `what ${first?.title} takes is never paid`;
  const because = nothing
    ? ""
    : `: ${formatMicros(first?.micros ?? 0n)} ${currency} do not fit into it`;
  const message =
    `With the limit of ${limitText(limit, currency)} ${what}${because}. Raise it, or have the ` +
    "remainder paid";
  return [paysNothing(linted, path, message, first?.example ?? null)];
}

function withoutEffect(
  linted: LintedPayout,
  placed: Placed,
  all: readonly Placed[],
  asked: readonly Price[],
): Finding[] {
  const { payout, currency } = linted;
  const { limit, path, rank } = placed;
  if (highest(limit) === 0n) return [];
  const { hasAmount, one } = eventRecords[payout.event];
  const amounts = asked.map(({ micros }) => micros);
  const prices =
    !hasAmount && amounts.length > 0
      ? {
          least: amounts.reduce((a, b) => (a < b ? a : b)),
          most: amounts.reduce((a, b) => (a > b ? a : b)),
        }
      : null;
  const of = {
    code: "LIMIT_WITHOUT_EFFECT" as const,
    severity: "WARNING" as const,
    path,
    event: payout.event,
    example: asked[0]?.example ?? null,
  };
  if (
    limit.scope === "EVENT" &&
    (limit.kind !== "PAYOUT" || (prices !== null && limit.max >= prices.most))
  ) {
    const message =
      `The limit of ${limitText(limit, currency)} makes no difference: ` +
      (limit.kind === "PAYOUT" ? `no ${one} costs more` : `a ${one} is never more than one`);
    return [{ ...of, related: [], message }];
  }
  const other = all.find(
    (each) =>
      each !== placed &&
      (each.rank === null || each.rank === rank) &&
      highest(each.limit) > 0n &&
      outdone(limit, each.limit, prices, payout.remainder === "PAY_REMAINDER"),
  );
  if (!other) return [];
  const message =
    `The limit of ${limitText(limit, currency)} makes no difference: that of ` +
    `${limitText(other.limit, currency)} always stops first`;
  return [{ ...of, related: [other.path], message }];
}

export function lintLimits(linted: LintedPayout): Finding[] {
  const { payout, path } = linted;
  const prices = pricesOf(linted);
  const all: Placed[] = [
    ...payout.limits.map((limit, i) => ({ limit, path: `${path}.limits.${i}`, rank: null })),
    ...payout.groups.flatMap(({ limits }, rank) =>
      limits.map((limit, i) => ({ limit, path: `${path}.groups.${rank}.limits.${i}`, rank })),
    ),
  ];
  // What makes no difference stops nothing: of two that mean the same the later is told.
  const idle = new Set<Placed>();
  const findings = all.toReversed().map((placed) => {
    const asked = placed.rank === null ? prices : prices.filter(({ rank }) => rank === placed.rank);
    const useless = withoutEffect(
      linted,
      placed,
      all.filter((other) => !idle.has(other)),
      asked,
    );
    if (useless.length > 0) idle.add(placed);
    return [...stops(linted, placed, asked), ...useless];
  });
  return findings.toReversed().flat();
}
