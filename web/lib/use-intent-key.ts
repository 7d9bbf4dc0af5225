"use client";
/** Idempotency keys: what is tried again goes out under the key of its first try. */

export const newKey = (): string =>
  typeof crypto !== "undefined" && "randomUUID" in crypto
    ? crypto.randomUUID()
    : Array.from({ length: 4 }, () => Math.random().toString(36).slice(2, 10)).join("-");

/**
 * What became of what was sent. UNKNOWN: no answer came, or none that says whether it was done.
 * OTHER: its key had been used for other input, which was done.
 */
export type Outcome = "DONE" | "REFUSED" | "UNKNOWN" | "OTHER";

/** Keys of one document's intents. */
export interface Intents {
  keyOf: (input: object) => string;
  settle: (input: object, outcome: Outcome) => void;
}

/** Sent and not answered for certain: by document, then by what was sent. */
const unanswered = new Map<string, Map<string, string>>();
const waitingOf = (document: string): Map<string, string> => {
  const waiting = unanswered.get(document) ?? new Map<string, string>();
  unanswered.set(document, waiting);
  return waiting;
};

/**
 * Intents told apart by what is sent. What has no answer yet keeps its key also where the form was
 * closed and opened again meanwhile.
 */
export function intentsByInput(document: string): Intents {
  const waiting = waitingOf(document);
  return {
    keyOf: (input) => {
      const text = JSON.stringify(input);
      const key = waiting.get(text) ?? newKey();
      waiting.set(text, key);
      return key;
    },
    settle: (input, outcome) => {
      if (outcome !== "UNKNOWN") waiting.delete(JSON.stringify(input));
    },
  };
}

/**
 * One form's intent: what is changed after an answer was lost goes out under the same key, so that
 * the first is not done beside it; once that is known, the next press is another intent.
 */
export function oneIntent(document: string): Intents {
  const waiting = waitingOf(document);
  let own = newKey();
  return {
    keyOf: (input) => (own = waiting.get(JSON.stringify(input)) ?? own),
    settle: (input, outcome) => {
      if (outcome === "UNKNOWN") {
        waiting.set(JSON.stringify(input), own);
        return;
      }
      if (outcome === "REFUSED") return;
      for (const [text, key] of waiting) if (key === own) waiting.delete(text);
      own = newKey();
    },
  };
}
