/** The only source of "now" and of new ids. Tests hand in their own. */
import { randomFillSync } from "node:crypto";
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

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
/** Public code of an account, program or ad: 16 characters of base 32, 80 random bits. */
export function newCode(): string {
  const bytes = randomFillSync(Buffer.alloc(16));
  return Array.from(bytes, (b) => alphabet[b & 31]).join("");
}
