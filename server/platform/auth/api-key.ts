/**
 * API keys: cf_live_<43 base62>_<6 base62 of crc32>. Prefix and checksum let anyone (secret
 * scanners too) tell a key from noise without asking the database; 43 characters of base 62 are 256
 * random bits. Stored are the SHA-256 and the last four.
 */
import { createHash, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

const keyPrefix = "cf_live";
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const secretLength = 43;
const checksumLength = 6;

function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = "";
  for (let i = 0; i < checksumLength; i++) {
    digits = (alphabet[rest % alphabet.length] ?? "") + digits;
    rest = Math.floor(rest / alphabet.length);
  }
  return digits;
}

export interface NewApiKey {
  /** Shown once, stored nowhere. */
  secret: string;
  prefix: string;
  last4: string;
  secretHash: string;
}

export const hashApiKey = (secret: string): string =>
  createHash("sha256").update(secret).digest("hex");

export function newApiKey(): NewApiKey {
  const letters = Array.from({ length: secretLength }, () => alphabet[randomInt(alphabet.length)]);
  const body = `${keyPrefix}_${letters.join("")}`;
  const secret = `${body}_${checksumOf(body)}`;
  return { secret, prefix: keyPrefix, last4: secret.slice(-4), secretHash: hashApiKey(secret) };
}

/** The hash to look up, or null for what can be no key of ours. */
export function parseApiKey(text: string): string | null {
  const match = /^(cf_live_[0-9A-Za-z]{43,120})_([0-9A-Za-z]{6})$/.exec(text);
  return match?.[1] !== undefined && checksumOf(match[1]) === match[2] ? hashApiKey(text) : null;
}
