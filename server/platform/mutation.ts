/**
 * What every mutation with an intent's key does, in one call: one transaction of the scope's
 * account under the key, a refusal that leaves nothing behind, and the answer read after commit.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { now, type Context } from "./context.ts";
import { once } from "./api/idempotency.ts";
import { isRefusal, type IdempotencyKeyReused, type UserError } from "./api/refusal.ts";

export interface Intent {
  /** All that tells this request from another under the same key. */
  input: unknown;
  key: string;
}

/** Reads what was made or changed, by its id, once it is committed. */
export type View<A> = (ctx: Context, id: string) => Promise<A>;

/**
 * `name` is the mutation's own. `work` gives the id of what it made, or the refusal with which
 * nothing is done; what must be told or queued with the change is written by it too. The same
 * intent again does no work and is answered by `view` alone.
 */
export async function mutation<A, R extends UserError>(
  ctx: Context,
  name: string,
  { input, key }: Intent,
  work: (tx: EntityManager) => Promise<string | R>,
  view: View<A>,
): Promise<A | R | IdempotencyKeyReused> {
  const accountId = ctx.scope.requireAccountId();
  const request = { accountId, key, operation: name, input, at: now(ctx) };
  const result = await once(ctx.em, request, work);
  return isRefusal(result) ? result : view(ctx, result);
}

/** Answers with what `read` finds: what was just written and is not found is a bug. */
export const answer =
  <V, A>(Ok: new (view: V) => A, read: View<V | null | undefined>): View<A> =>
  async (ctx, id) => {
    const found = await read(ctx, id);
    if (found == null) throw new Error(`${Ok.name}: ${id} is not found after its change`);
    return new Ok(found);
  };
