/**
 * Slows guessing. Attempts are counted in the database, for all processes together, before the
 * password is checked, so that parallel guesses do not slip through, and given back when it was
 * right. Who is counted is the caller's choice: an address, a browser, a person; a person alone
 * would let strangers lock it out.
 */
import ipaddr from "ipaddr.js";
import { hash } from "node:crypto";
import type { AuthDeps } from "./before-tenant.ts";
import { ascending } from "../../domain/order.ts";
import { beforeTenant } from "./before-tenant.ts";

export interface Counted {
  subject: string;
  /** So many within `seconds`; default 5 in 15 minutes. */
  allowed?: number;
  seconds?: number;
}
const usual = { allowed: 5, seconds: 15 * 60 };

/**
 * A client's address as far as one person can choose it: of IPv6 the network that a household is
 * given.
 */
export function addressSubject(address: string): string {
  if (!ipaddr.isValid(address)) return `address:${address}`;
  const parsed = ipaddr.process(address);
  return parsed.kind() === "ipv4"
    ? `address:${parsed.toString()}`
    : `address:${parsed.toByteArray().slice(0, 8).join(".")}`;
}

const keyOf = (purpose: string, { subject }: Counted): string =>
  hash("sha256", `${purpose}/${subject}`, "hex");

interface Row {
  key: string;
  points: number;
  wait_ms: string;
}

/** Seconds to wait; null = go on. */
export async function beginAttempt(
  deps: Pick<AuthDeps, "orm" | "clock">,
  purpose: string,
  counted: readonly Counted[],
): Promise<number | null> {
  const em = beforeTenant(deps);
  const at = new Date(deps.clock());
  await em.execute(
    `delete
      from attempt
      where key in (
        select key from attempt where expires_at <= ? limit 100 for update skip locked
      )`,
    [at],
  );
  const waits: number[] = [];
  // One order, so that two attempts at once never wait for each other in a circle.
  for (const each of [...counted].sort((a, b) => ascending(keyOf(purpose, a), keyOf(purpose, b)))) {
    const { allowed, seconds } = { ...usual, ...each };
    const [row] = await em.execute<Row[]>(
      `insert into attempt as a (key, points, expires_at)
        values (?, 1, ?)
        on conflict (key) do update
        set
          points = case when a.expires_at <= ? then 1 else least(a.points, 1000000) + 1 end,
          expires_at = case when a.expires_at <= ? then excluded.expires_at else a.expires_at end
        returning points, (extract(epoch from expires_at) * 1000)::bigint::text as wait_ms`,
      [keyOf(purpose, each), new Date(at.getTime() + seconds * 1000), at, at],
    );
    if (row && row.points > allowed) waits.push(Number(row.wait_ms) - at.getTime());
  }
  return waits.length === 0 ? null : Math.max(1, Math.ceil(Math.max(...waits) / 1000));
}

/** Gives the attempt back: it was no guess. */
export async function succeedAttempt(
  deps: Pick<AuthDeps, "orm" | "clock">,
  purpose: string,
  counted: readonly Counted[],
): Promise<void> {
  const em = beforeTenant(deps);
  for (const each of counted)
    await em.execute("update attempt set points = greatest(points - 1, 0) where key = ?", [
      keyOf(purpose, each),
    ]);
}
