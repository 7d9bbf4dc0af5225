/**
 * The visitor of a click that the API makes to verify a test link: which country it comes from, and
 * that it is another person than the last one. It stands in a header, sealed by the installation's
 * key, so that nobody else can say where a click comes from.
 */
import { z } from "zod";
import type { Env } from "../../platform/env.ts";
import { openSecrets, type Secrets } from "../../platform/secrets.ts";
import type { Instant } from "../../domain/calendar.ts";

export const testVisitorHeader = "x-counterfoil-test-visitor";
/** Longer than any clock is wrong and any request takes. */
const validMs = 60_000;

export interface TestVisitor {
  /** In the place of an address. */
  name: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
}
/** Null: sealed by another key, for another link, or too long ago. */
export type ReadTestVisitor = (sealed: string, linkId: string, at: Instant) => TestVisitor | null;

const ownerOf = (linkId: string): string => `test visitor of ${linkId}`;
const shape = z.object({ name: z.string(), country: z.string(), at: z.number() });

export const sealTestVisitor = (
  secrets: Secrets,
  visitor: TestVisitor,
  linkId: string,
  at: Instant,
): string => secrets.seal(JSON.stringify({ ...visitor, at }), ownerOf(linkId));

type KeyEnv = Pick<Env, "SECRETS_KEY" | "DATA_DIR">;
/** The key is read when it is asked for first: a tracker without verifications needs none. */
export function testVisitorReader(env: KeyEnv): ReadTestVisitor {
  let secrets: Secrets | null = null;
  return (sealed, linkId, at) => {
    try {
      secrets ??= openSecrets(env);
      const {
        name,
        country,
        at: sealedAt,
      } = shape.parse(JSON.parse(secrets.open(sealed, ownerOf(linkId))));
      return Math.abs(at - sealedAt) <= validMs ? { name, country } : null;
    } catch {
      return null;
    }
  };
}
