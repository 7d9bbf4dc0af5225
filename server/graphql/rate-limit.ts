/** Cost points per minute and principal. In memory of each api process; the figure is per process. */
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

export interface Allowance {
  limit: number;
  remaining: number;
  resetSeconds: number;
  exceeded: boolean;
}
export interface RateLimit {
  consume(principal: string, points: number): Promise<Allowance>;
}

export function createRateLimit(pointsPerMinute: number): RateLimit {
  const limiter = new RateLimiterMemory({ points: pointsPerMinute, duration: 60 });
  const allowance = (state: RateLimiterRes, exceeded: boolean): Allowance => ({
    limit: pointsPerMinute,
    remaining: Math.max(0, state.remainingPoints),
    resetSeconds: Math.max(1, Math.ceil(state.msBeforeNext / 1000)),
    exceeded,
  });
  return {
    consume: async (principal, points) => {
      try {
        return allowance(await limiter.consume(principal, Math.max(1, points)), false);
      } catch (state) {
        if (state instanceof RateLimiterRes) return allowance(state, true);
        throw state;
      }
    },
  };
}

export const rateLimitHeaders = (allowance: Allowance): [string, string][] => [
  ["RateLimit-Limit", String(allowance.limit)],
  ["RateLimit-Remaining", String(allowance.remaining)],
  ["RateLimit-Reset", String(allowance.resetSeconds)],
  ...(allowance.exceeded ? ([["Retry-After", String(allowance.resetSeconds)]] as [string, string][]) : []),
];
