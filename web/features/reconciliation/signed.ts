import { formatCount } from "../../lib/format.ts";

/** With a real minus; `plus` also writes what is added. */
export function signedCount(count: number, plus = false): string {
  if (count < 0) return `−${formatCount(-count)}`;
  return plus && count > 0 ? `+${formatCount(count)}` : formatCount(count);
}
