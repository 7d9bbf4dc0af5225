/**
 * Requests to the API from server components, with the visitor's cookie. Server only: it reads the
 * request's headers.
 */
import type { TypedDocumentString } from "../gql/graphql.ts";
import { headers } from "next/headers";
import { refuseBusy } from "./busy.ts";
import {
  broughtBy,
  failureOf,
  isPassing,
  PageFailure,
  type Failure,
  type Loaded,
} from "./failure.ts";

/** Set by the server before the pages start; a pages-only process asks the API it was given. */
function apiAddress(): string {
  const base = process.env.INTERNAL_API_URL ?? process.env.API_URL;
  if (!base) throw new Error("INTERNAL_API_URL is not set: start the dashboard through the server");
  return `${base.replace(/\/$/, "")}/graphql`;
}

export interface ApiAnswer<TData> extends Loaded<TData> {
  /** Set-Cookie lines of the answer, for forms that work without scripts. */
  setCookies: string[];
}

const unreachable: Failure = {
  code: "UNREACHABLE",
  message: "The server cannot be reached",
  requestId: null,
};

/**
 * Passed on so that the API sees the visitor, not this process; the API believes it only from
 * trusted proxies.
 */
const passedHeaders = ["cookie", "user-agent", "x-forwarded-for"];

/** Runs an operation as the visitor. Never throws for faults of the API: they come as `failure`. */
export async function askApi<TData, TVariables extends object>(
  document: TypedDocumentString<TData, TVariables>,
  variables: TVariables,
): Promise<ApiAnswer<TData>> {
  const incoming = await headers();
  const outgoing = new Headers({ "content-type": "application/json" });
  for (const name of passedHeaders) {
    const value = incoming.get(name);
    if (value !== null) outgoing.set(name, value);
  }
  try {
    const response = await fetch(apiAddress(), {
      method: "POST",
      headers: outgoing,
      cache: "no-store",
      body: JSON.stringify({ query: document.toString(), variables }),
    });
    const body = (await response.json()) as {
      data?: TData | null;
      errors?: { message: string; extensions?: Record<string, unknown> }[];
    };
    const failure = failureOf(body.errors);
    const wait = Number(response.headers.get("retry-after"));
    return {
      data: body.data ?? null,
      failure: failure && wait > 0 ? { ...failure, retryAfterSeconds: wait } : failure,
      setCookies: response.headers.getSetCookie(),
    };
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("INTERNAL_API_URL")) throw error;
    return { data: null, failure: unreachable, setCookies: [] };
  }
}

/**
 * A panel's first data: with its fault when there is one, so that the panel can say so and retry.
 */
export async function load<TData extends object, TVariables extends object>(
  document: TypedDocumentString<TData, TVariables>,
  variables: TVariables,
): Promise<Loaded<TData>> {
  const { data, failure } = await askApi(document, variables);
  return { data: broughtBy(data, failure), failure };
}

/** Ends a page that has not what it needs: with 429 where that is all, else by its fault. */
export async function failPage(failure: Failure | null): Promise<never> {
  if (failure?.code === "RATE_LIMITED") return refuseBusy(failure);
  throw new PageFailure(failure ?? unreachable);
}

/** Data without which the page makes no sense: a fault goes to the error boundary. */
export async function loadOrThrow<TData extends object, TVariables extends object>(
  document: TypedDocumentString<TData, TVariables>,
  variables: TVariables,
): Promise<TData> {
  const { data, failure } = await askApi(document, variables);
  // What could not be read may be there: that is no 404. What is refused stays as it is.
  const isLost =
    failure !== null &&
    isPassing(failure) &&
    Object.values(data ?? {}).some((field) => field === null);
  return data === null || isLost ? failPage(failure) : data;
}
