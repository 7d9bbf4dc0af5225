/**
 * Cost points a minute and principal, over all processes: PostgreSQL keeps what is used, each
 * process takes a block of points and spends it by itself, so that a principal costs some twenty
 * short writes a minute however many requests it sends. What does not fit takes nothing but the
 * fixed price of a refusal: points are compared before they are taken, which rate-limiter-flexible
 * does not do.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Log } from "../log.ts";
import { requestLimits } from "./limits.ts";

export interface Allowance {
  limit: number;
  remaining: number;
  resetSeconds: number;
  exceeded: boolean;
}
export interface RateLimit {
  consume(principal: string, points: number): Promise<Allowance>;
  close(): void;
}

/** Points that this process took and has not spent, until the minute that they are of is over. */
interface Lease {
  left: number;
  /** Of all processes together, as last heard. */
  used: number;
  endsAt: number;
}
interface Taken {
  granted: string;
  used: string;
  ms_left: number;
}

const blocksOfMinute = 20;
const minuteMs = 60_000;
const sweepMs = 10 * minuteMs;
/** Leases of principals that went away are forgotten when so many are held. */
const leasesMax = 20_000;

/** What each principal may spend without asking the shared account. */
function heldLeases(): (principal: string) => Lease {
  const leases = new Map<string, Lease>();
  return (principal) => {
    const now = performance.now();
    const known = leases.get(principal);
    if (known && known.endsAt > now) return known;
    if (leases.size >= leasesMax)
      for (const [key, { endsAt }] of leases) if (endsAt <= now) leases.delete(key);
    const lease = { left: 0, used: 0, endsAt: now + minuteMs };
    leases.set(principal, lease);
    return lease;
  };
}

/** `within` gives a connection of no tenant. */
export function createRateLimit(
  pointsPerMinute: number,
  within: () => EntityManager,
  log: Log,
): RateLimit {
  const block = Math.ceil(pointsPerMinute / blocksOfMinute);
  const sweep = setInterval(() => {
    within()
      .execute("select forget_rate_limits()")
      .catch((error: unknown) => log.debug({ err: error }, "rate limits not swept"));
  }, sweepMs);
  sweep.unref();

  const leaseOf = heldLeases();
  /** Points from the shared account: at least so many or none. */
  const take = async (principal: string, least: number): Promise<Lease> => {
    const most = Math.max(least, block);
    try {
      const [taken] = await within().execute<Taken[]>(
        "select granted, used, ms_left from take_rate_limit(?, ?, ?, ?)",
        [principal, least, most, pointsPerMinute],
      );
      const lease = leaseOf(principal);
      lease.left += Number(taken?.granted ?? 0);
      lease.used = Number(taken?.used ?? 0);
      lease.endsAt = performance.now() + (taken?.ms_left ?? minuteMs);
      return lease;
    } catch (error) {
      // Without the shared account each process counts for itself: no database is no reason to let
      // nobody in.
      log.debug({ err: error }, "rate limit counted by this process alone");
      const lease = leaseOf(principal);
      const granted =
        lease.used + least <= pointsPerMinute ? Math.min(most, pointsPerMinute - lease.used) : 0;
      lease.left += granted;
      lease.used += granted;
      return lease;
    }
  };
  const spend = async (
    principal: string,
    points: number,
  ): Promise<{ lease: Lease; spent: boolean }> => {
    let lease = leaseOf(principal);
    if (lease.left < points) lease = await take(principal, points - lease.left);
    const spent = lease.left >= points;
    if (spent) lease.left -= points;
    return { lease, spent };
  };
  return {
    consume: async (principal, points) => {
      const asked = await spend(principal, Math.max(requestLimits.refusalCost, points));
      const { lease } = asked.spent ? asked : await spend(principal, requestLimits.refusalCost);
      return {
        limit: pointsPerMinute,
        remaining: Math.max(0, pointsPerMinute - lease.used) + lease.left,
        resetSeconds: Math.max(1, Math.ceil((lease.endsAt - performance.now()) / 1000)),
        exceeded: !asked.spent,
      };
    },
    close: () => clearInterval(sweep),
  };
}

export const rateLimitHeaders = (allowance: Allowance): [string, string][] => [
  ["RateLimit-Limit", String(allowance.limit)],
  ["RateLimit-Remaining", String(allowance.remaining)],
  ["RateLimit-Reset", String(allowance.resetSeconds)],
  ...(allowance.exceeded
    ? ([["Retry-After", String(allowance.resetSeconds)]] as [string, string][])
    : []),
];
