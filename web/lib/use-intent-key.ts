"use client";
import { useCallback, useState } from "react";

const newKey = (): string =>
  typeof crypto !== "undefined" && "randomUUID" in crypto
    ? crypto.randomUUID()
    : Array.from({ length: 4 }, () => Math.random().toString(36).slice(2, 10)).join("-");

/**
 * An idempotency key that stays the same while one intent is tried again, and is renewed when it
 * succeeded.
 */
export function useIntentKey(): { key: string; renew: () => void } {
  const [key, setKey] = useState(newKey);
  return { key, renew: useCallback(() => setKey(newKey()), []) };
}
