/**
 * Who a visitor is: a keyed SHA-256 of address and user agent under a salt of the UTC day. Salts
 * live 48 hours, so that older hashes can no longer be traced to an address; two clicks match if
 * either of their two hashes does.
 */
import { hash, randomBytes } from "node:crypto";
import ipaddr from "ipaddr.js";
import type { Clock } from "../../platform/clock.ts";
import { addDays, dateOf, type Instant } from "../../domain/calendar.ts";
import type { Log } from "../../platform/log.ts";

const dayMs = 86_400_000;
const hashHex = 32;
const saltBytes = 32;
const retryMs = 1_000;
const checkMs = 60_000;

/** Where the salts are kept: a connection pool. */
export interface SaltStore {
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}
interface SaltRow {
  day: string;
  salt: Buffer;
}

export interface Visitors {
  /** Hex hashes under today's and yesterday's salt. */
  hash(
    at: Instant,
    address: string,
    agent: string,
  ): { visitor: string; visitorPrevious: string | null };
  /**
   * The first attempt to read the salts is over; before it a hash would match no other tracker's.
   */
  readonly started: Promise<void>;
  close(): Promise<void>;
}

const dayNumber = (at: Instant): number => Math.floor(at / dayMs);
// One call costs a quarter of an HMAC object. The salt comes first and has a fixed length, and half
// of the digest is kept back, so nobody can extend a text or, without the salt, try addresses.
const keyed = (salt: string, text: string): string =>
  hash("sha256", salt + text, "hex").slice(0, hashHex);

/**
 * One household or phone has a whole /64 of IPv6, and changes the address within it by the hour.
 */
function networkOf(address: string): string {
  if (!address.includes(":") || !ipaddr.IPv6.isValid(address)) return address;
  return ipaddr.IPv6.parse(address)
    .parts.slice(0, 4)
    .map((part) => part.toString(16))
    .join(":");
}

class SaltedVisitors implements Visitors {
  readonly started: Promise<void>;
  /** In hex, by day number. */
  readonly #salts = new Map<number, string>();
  readonly #db: SaltStore;
  readonly #clock: Clock;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  #refreshing: Promise<void>;

  constructor(db: SaltStore, clock: Clock, log: Log) {
    this.#db = db;
    this.#clock = clock;
    this.#log = log;
    this.#refreshing = this.#refresh();
    this.started = this.#refreshing;
  }

  hash(
    at: Instant,
    address: string,
    agent: string,
  ): { visitor: string; visitorPrevious: string | null } {
    const day = dayNumber(at);
    const text = `${networkOf(address)}\n${agent}`;
    const previous = this.#salts.get(day - 1);
    return {
      visitor: keyed(this.#saltOf(day), text),
      visitorPrevious: previous ? keyed(previous, text) : null,
    };
  }

  /**
   * When the database was away too long for tomorrow's salt, this tracker goes on with one of its
   * own.
   */
  #saltOf(day: number): string {
    let salt = this.#salts.get(day);
    if (!salt) {
      salt = randomBytes(saltBytes).toString("hex");
      this.#salts.set(day, salt);
      this.#log.warn(
        { day: dateOf(day * dayMs, "UTC") },
        "visitors: no salt from the database; this tracker uses its own",
      );
    }
    return salt;
  }

  async #refresh(): Promise<void> {
    const today = dateOf(this.#clock(), "UTC");
    for (const day of this.#salts.keys())
      if (day < dayNumber(this.#clock()) - 1) this.#salts.delete(day);
    let nextMs = checkMs;
    try {
      const wanted = [today, addDays(today, 1)];
      await this.#db.query(
        `insert into visitor_salt (day, salt)
          values ($1, $2), ($3, $4)
          on conflict (day) do nothing`,
        [wanted[0], randomBytes(saltBytes), wanted[1], randomBytes(saltBytes)],
      );
      await this.#db.query("delete from visitor_salt where day < $1", [addDays(today, -1)]);
      const { rows } = await this.#db.query("select day, salt from visitor_salt");
      this.#take(rows as SaltRow[]);
    } catch (error) {
      if (!this.#closed)
        this.#log.warn(
          { error: (error as Error).message },
          "visitors: the salts could not be read",
        );
      nextMs = retryMs;
    }
    if (!this.#closed)
      this.#timer = setTimeout(() => void (this.#refreshing = this.#refresh()), nextMs).unref();
  }

  /** A salt once used stays the salt of its day: the day's earlier hashes were made with it. */
  #take(rows: SaltRow[]): void {
    for (const { day, salt } of rows) {
      const number = dayNumber(
        Temporal.PlainDate.from(day).toZonedDateTime("UTC").epochMilliseconds,
      );
      if (!this.#salts.has(number)) this.#salts.set(number, salt.toString("hex"));
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#refreshing;
  }
}

export const openVisitors = (db: SaltStore, clock: Clock, log: Log): Visitors =>
  new SaltedVisitors(db, clock, log);
