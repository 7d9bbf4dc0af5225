/**
 * Opaque tokens of 256 random bits for sessions, invitations and resets. Only their SHA-256 is
 * stored.
 */
import { createHash, randomBytes } from "node:crypto";

export const newToken = (): string => randomBytes(32).toString("base64url");

/**
 * Look-up by this hash leaks nothing through time: whoever can vary it at will cannot steer its
 * bytes.
 */
export const hashToken = (token: string): string =>
  createHash("sha256").update(token).digest("hex");

/** Cheap refusal of what newToken() cannot have made. */
export const isToken = (text: string): boolean => /^[\w-]{43}$/.test(text);
