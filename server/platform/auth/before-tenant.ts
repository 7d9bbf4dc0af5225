/**
 * The one way to read or write before there is a tenant: signing in and up, tokens, keys,
 * memberships across accounts. Row-level security lets such a session see the identity tables of
 * everyone, and nothing else. Every statement run with it must name the person, the token's hash or
 * the account it is about.
 */
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { emFor } from "./tenant.ts";
import type { Clock, NewId } from "../clock.ts";

export interface AuthDeps {
  orm: MikroORM;
  clock: Clock;
  newId: NewId;
}

export const beforeTenant = (deps: Pick<AuthDeps, "orm">): EntityManager =>
  emFor(deps.orm, { kind: "BEFORE_TENANT" });
