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

/** Keys of many intents side by side, told apart by what is sent. */
export interface IntentKeys {
  /** The same until it succeeded. */
  of: (input: object) => string;
  succeeded: (inputs: readonly object[]) => void;
}
export function intentKeys(): IntentKeys {
  const keys = new Map<string, string>();
  return {
    of: (input) => {
      const text = JSON.stringify(input);
      const key = keys.get(text) ?? newKey();
      keys.set(text, key);
      return key;
    },
    succeeded: (inputs) => {
      for (const input of inputs) keys.delete(JSON.stringify(input));
    },
  };
}
