import type { CombinedError } from "@urql/core";

/** Why a request to the API brought no data, in a form that server and browser share. */
export interface Failure {
  /** Error code of the API, or OFFLINE / UNREACHABLE when no answer came. */
  code: string;
  message: string;
  /** Quoted by people who ask for help; null when no answer came. */
  requestId: string | null;
  /** Of RATE_LIMITED, where the answer was read by the pages' server. */
  retryAfterSeconds?: number;
}

export interface Loaded<T> {
  data: T | null;
  /** With data: some fields are missing. Without data: nothing could be loaded. */
  failure: Failure | null;
}

interface ErrorEntry {
  message: string;
  extensions?: Record<string, unknown> | undefined;
}

const text = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value : null;

export function failureOf(errors: readonly ErrorEntry[] | undefined): Failure | null {
  const first = errors?.[0];
  if (!first) return null;
  return {
    code: text(first.extensions?.code) ?? "INTERNAL_SERVER_ERROR",
    message: first.message,
    requestId: text(first.extensions?.requestId),
  };
}

/** Of an answer in the browser; null when there was none. */
export function failureOfCombined(error: CombinedError | undefined): Failure | null {
  if (!error) return null;
  const told = failureOf(error.graphQLErrors);
  if (told) return told;
  const code = typeof navigator !== "undefined" && !navigator.onLine ? "OFFLINE" : "UNREACHABLE";
  return { code, message: error.networkError?.message ?? error.message, requestId: null };
}

/**
 * What an answer brought: one of which every field failed brought nothing, and does not say that
 * there is nothing.
 */
export function broughtBy<T extends object>(
  data: T | null | undefined,
  failure: Failure | null,
): T | null {
  if (data == null) return null;
  return failure !== null && Object.values(data).every((field) => field === null) ? null : data;
}

/** Faults that another try may cure; refusals and bad requests stay what they are. */
export const isPassing = (failure: Failure): boolean =>
  ["UNREACHABLE", "OFFLINE", "INTERNAL_SERVER_ERROR", "RATE_LIMITED"].includes(failure.code);

/**
 * An error for the page's error boundary: Next shows its digest in production and hides the rest.
 */
export class PageFailure extends Error {
  readonly digest: string;
  constructor(failure: Failure) {
    super(failure.message);
    this.name = "PageFailure";
    this.digest = failure.requestId ?? failure.code;
  }
}
