/**
 * What a request or a job works with. One per request and per job; passed as the first argument
 * everywhere.
 */
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import type { AccountKind } from "./auth/rights.ts";
import { emFor } from "./auth/tenant.ts";
import type { Viewer } from "./auth/viewer.ts";
import { Scope } from "./auth/viewer.ts";
import type { Clock, NewId } from "./clock.ts";
import type { Env } from "./env.ts";
import type { Ticks } from "./db/ticks.ts";
import type { Log } from "./log.ts";

export interface Deps {
  env: Env;
  orm: MikroORM;
  clock: Clock;
  newId: NewId;
  log: Log;
  /** Tells of new figures; null where nobody listens (jobs, the CLI). */
  ticks: Ticks | null;
}

export interface Context extends Deps {
  viewer: Viewer;
  scope: Scope;
  /** Sees the scope's rows alone: every statement runs under row-level security for its account. */
  em: EntityManager;
  requestId: string;
  /** Coarse facts of the client for sessions and rate limits; the whole address is never stored. */
  client: Client;
  /** Fires when whoever asked is gone before the answer. */
  left?: AbortSignal;
  /** Of the request's JSON; left out where there is none. */
  bodyBytes?: number | undefined;
  /** Sets or clears the session cookie of the answer. */
  setSessionToken: (token: string | null) => void;
  /** Sets the cookie by which this browser is known as one that signed in. */
  setDeviceToken: (token: string) => void;
}

export interface Client {
  address: string;
  userAgent: string;
  /** By which a browser that signed in before is known. */
  device?: string | null;
}

export interface RequestAttributes {
  viewer: Viewer;
  requestId: string;
  client: Client;
  left?: AbortSignal;
  bodyBytes?: number | undefined;
  setSessionToken?: (token: string | null) => void;
  setDeviceToken?: (token: string) => void;
}

export function createContext(deps: Deps, facts: RequestAttributes): Context {
  const scope = Scope.of(facts.viewer);
  return {
    ...deps,
    ...facts,
    scope,
    em: emFor(deps.orm, scope.reader()),
    log: deps.log.child({ requestId: facts.requestId }),
    setSessionToken: facts.setSessionToken ?? (() => {}),
    setDeviceToken: facts.setDeviceToken ?? (() => {}),
  };
}

/** Of a job that works for an account: it sees what the account may, and has no rights. */
export function createJobContext(
  deps: Omit<Deps, "ticks">,
  {
    job,
    account,
    userId,
  }: { job: string; account: { id: string; kind: AccountKind }; userId: string },
): Context {
  const viewer: Viewer = {
    kind: "KEY",
    keyId: "",
    userId,
    account: { ...account, role: null },
    rights: new Set(),
  };
  const client = { address: "", userAgent: "" };
  return createContext({ ...deps, ticks: null }, { viewer, requestId: job, client });
}

/**
 * For an operation that only reads: its statements end in the database when whoever asked is gone.
 */
export function endWhenLeft(ctx: Context): void {
  if (ctx.left)
    ctx.em = ctx.em.fork({ signal: ctx.left, inflightQueryAbortStrategy: "cancel query" });
}

export const now = (ctx: Context): Date => new Date(ctx.clock());

/** The signed-in person, or the person behind a key: the actor written into events. */
export function actorId(ctx: Context): string {
  if (ctx.viewer.kind === "ANONYMOUS") throw new Error("actorId: anonymous");
  return ctx.viewer.userId;
}
