/** The only source of "now" and of new ids. Tests hand in their own. */
import { randomFillSync, randomInt } from "node:crypto";
import type { Instant } from "../domain/calendar.ts";

export type Clock = () => Instant;
export const systemClock: Clock = () => Date.now();

export type NewId = (at?: Instant) => string;

const pool = Buffer.alloc(10 * 512);
let poolAt = pool.length;
const hex = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));

/** UUIDv7 (RFC 9562): 48 bits of milliseconds, then random. */
export function uuidv7(at: Instant = Date.now()): string {
  if (poolAt + 10 > pool.length) {
    randomFillSync(pool);
    poolAt = 0;
  }
  const time = at.toString(16).padStart(12, "0");
  const byte = (i: number) => pool[poolAt + i] ?? 0;
  const h = (n: number) => hex[n & 0xff] ?? "00";
  const text =
    `${time.slice(0, 8)}-${time.slice(8)}-${h(0x70 | (byte(0) & 0x0f))}${h(byte(1))}-` +
    `${h(0x80 | (byte(2) & 0x3f))}${h(byte(3))}-` +
    `${h(byte(4))}${h(byte(5))}${h(byte(6))}${h(byte(7))}${h(byte(8))}${h(byte(9))}`;
  poolAt += 10;
  return text;
}

export const instantOfId = (id: string): Instant =>
  Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

/** No two look alike in print: 0 and o, 1, i and l are left out, and u beside v. */
const alphabet = "23456789abcdefghjkmnpqrstvwxyz";
/**
 * A code that people read off a page or a print: of an account, program or ad by default. Some 4.9
 * random bits a character.
 */
export const newCode = (length = 16): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
