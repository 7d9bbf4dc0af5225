/**
 * Slows guessing: 5 attempts in 15 minutes per e-mail and per client address. In memory of each api process. An attempt is
 * counted before the password is checked, so that parallel guesses do not slip through, and given back when it was right.
 */
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

const attemptsAllowed = 5;
const windowSeconds = 15 * 60;

export interface Attempts {
  /** Seconds to wait; null = go on. */
  begin(purpose: string, subjects: readonly string[]): Promise<number | null>;
  succeed(purpose: string, subjects: readonly string[]): Promise<void>;
}

function createAttempts(): Attempts {
  const limiter = new RateLimiterMemory({ points: attemptsAllowed, duration: windowSeconds });
  const keys = (purpose: string, subjects: readonly string[]) => [...new Set(subjects)].map((subject) => `${purpose}/${subject}`);
  return {
    begin: async (purpose, subjects) => {
      const settled = await Promise.allSettled(keys(purpose, subjects).map((key) => limiter.consume(key)));
      const waits = settled.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []));
      for (const wait of waits) if (!(wait instanceof RateLimiterRes)) throw wait;
      const longestMs = Math.max(0, ...waits.map((wait) => (wait as RateLimiterRes).msBeforeNext));
      return waits.length === 0 ? null : Math.max(1, Math.ceil(longestMs / 1000));
    },
    succeed: async (purpose, subjects) => {
      await Promise.all(keys(purpose, subjects).map((key) => limiter.reward(key)));
    },
  };
}

const ofProcess = new WeakMap<object, Attempts>();

/** The process's one counter. Keyed by the database connection, so that two apps in one process do not share it. */
export function attemptsOf(orm: object): Attempts {
  const known = ofProcess.get(orm) ?? createAttempts();
  ofProcess.set(orm, known);
  return known;
}
