/**
 * Retry safety: the same key and input give the first result, other input a refusal; nothing
 * happens twice.
 */
import { createHash } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import { badInput } from "./bad-input.ts";
import { IdempotencyKeyReused } from "./refusal.ts";
import type { UserError } from "./refusal.ts";
import { hold } from "../db/locks.ts";

export interface Once {
  accountId: string;
  key: string;
  operation: string;
  input: unknown;
  at: Date;
}

const maxKeyLength = 255;

/**
 * Runs `work` in one transaction under the key. `work` returns the id of what it made, or a
 * refusal. A refusal changes nothing and is not recorded, so that a corrected retry with the same
 * key is possible only with the same input.
 */
export async function once<R extends UserError>(
  em: EntityManager,
  request: Once,
  work: (tx: EntityManager) => Promise<string | R>,
): Promise<string | R | IdempotencyKeyReused> {
  if (request.key.length < 1 || request.key.length > maxKeyLength)
    throw badInput(`An idempotency key has 1 to ${maxKeyLength} characters`, "idempotencyKey");
  const bodyHash = createHash("sha256")
    .update(JSON.stringify(request.input ?? null))
    .digest("hex");
  let refused: R | null = null;
  try {
    return await em.transactional(async (tx) => {
      await hold(tx, "INTENT", `${request.accountId}/${request.key}`);
      const [found] = await tx.execute<
        { operation: string; body_hash: string; result: { id: string } }[]
      >(
        `select operation, body_hash, result
          from idempotency_record
          where account_id = ? and key = ?`,
        [request.accountId, request.key],
      );
      if (found)
        return found.operation === request.operation && found.body_hash === bodyHash
          ? found.result.id
          : IdempotencyKeyReused.once();
      const result = await work(tx);
      if (typeof result !== "string") {
        refused = result;
        throw new Rollback();
      }
      await tx.flush();
      await tx.execute(
        `
          insert into idempotency_record (account_id, key, operation, body_hash, result, created_at)
          values (?, ?, ?, ?, ?::jsonb, ?)`,
        [
          request.accountId,
          request.key,
          request.operation,
          bodyHash,
          JSON.stringify({ id: result }),
          request.at,
        ],
      );
      return result;
    });
  } catch (error) {
    if (error instanceof Rollback && refused !== null) return refused;
    throw error;
  }
}
class Rollback extends Error {}
