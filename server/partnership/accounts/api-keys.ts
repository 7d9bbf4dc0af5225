/** API keys: made by people for machines, never with more rights than their maker has. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { pageById, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { InvalidInput, NotFound } from "../../platform/api/refusal.ts";
import { gateShortName } from "../../domain/values/name.ts";
import { newApiKey } from "../../platform/auth/api-key.ts";
import { isKeyScope, keyScopes } from "../../platform/auth/rights.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { ApiKey } from "./api-key.entity.ts";
import {
  CreateApiKeyOk,
  RevokeApiKeyOk,
  type ApiKeyView,
  type CreateApiKeyInput,
} from "./api-key.types.ts";
import { User } from "./user.entity.ts";
import { quoted } from "../../domain/values/text.ts";

const dayMs = 86_400_000;
const maxDays = 366;

async function keyViews(em: EntityManager, keys: readonly ApiKey[]): Promise<ApiKeyView[]> {
  const makers = await em.find(User, { id: { $in: keys.map((key) => key.createdBy) } });
  return keys.map((key) => ({
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    last4: key.last4,
    scopes: key.scopes.filter(isKeyScope),
    // Somebody who has left the account is no longer shown to it.
    createdBy: makers.find((maker) => maker.id === key.createdBy)?.name ?? "a former member",
    createdAt: key.createdAt,
    expiresAt: key.expiresAt ?? null,
    revokedAt: key.revokedAt ?? null,
    lastUsedAt: key.lastUsedAt ?? null,
  }));
}

async function keyView(em: EntityManager, key: ApiKey): Promise<ApiKeyView> {
  const [view] = await keyViews(em, [key]);
  if (!view) throw new Error("keyViews: no view");
  return view;
}

/** Who manages the account sees all of its keys; others see their own. */
const visible = (ctx: Context) =>
  ctx.viewer.rights.has("members:write") ? {} : { createdBy: actorId(ctx) };

/** Newest first, revoked ones included. */
export async function apiKeys(ctx: Context, asked: PageArgs): Promise<Page<ApiKeyView>> {
  const where = visible(ctx);
  return pageById(ctx.em, ApiKey, { where, order: "newest" }, asked, (rows) =>
    keyViews(ctx.em, rows),
  );
}

function checkScopes(ctx: Context, scopes: readonly string[]): InvalidInput | null {
  if (scopes.length === 0)
    return new InvalidInput("NO_SCOPE", "A key needs at least one scope", ["input", "scopes"]);
  const unknown = scopes.find((scope) => !isKeyScope(scope));
  if (unknown !== undefined)
    return new InvalidInput(
      "UNKNOWN_SCOPE",
      `${quoted(unknown)} is not one of ${keyScopes.join(", ")}`,
      ["input", "scopes"],
    );
  const beyond = scopes.filter(isKeyScope).find((scope) => !ctx.viewer.rights.has(scope));
  return beyond === undefined
    ? null
    : new InvalidInput(
        "SCOPE_BEYOND_ROLE",
        `Your role has no right ${beyond}, so your key cannot have it`,
        ["input", "scopes"],
      );
}

export async function createApiKey(
  ctx: Context,
  input: CreateApiKeyInput,
): Promise<CreateApiKeyOk | InvalidInput> {
  const name = gateShortName(input.name, "input", "name");
  if (!name.ok) return InvalidInput.of(name);
  const wrong = checkScopes(ctx, input.scopes);
  if (wrong) return wrong;
  const days = input.expiresInDays;
  if (days !== null && (days < 1 || days > maxDays))
    return new InvalidInput(
      "BAD_EXPIRY",
      `A key ends after 1 to ${maxDays} days, or never (null)`,
      ["input", "expiresInDays"],
    );
  const made = newApiKey();
  const at = ctx.clock();
  const key = ctx.em.create(ApiKey, {
    id: ctx.newId(at),
    accountId: ctx.scope.requireAccountId(),
    createdBy: actorId(ctx),
    name: name.value,
    prefix: made.prefix,
    last4: made.last4,
    secretHash: made.secretHash,
    scopes: [...new Set(input.scopes)],
    createdAt: new Date(at),
    expiresAt: days === null ? null : new Date(at + days * dayMs),
    revokedAt: null,
    lastUsedAt: null,
  });
  await ctx.em.flush();
  return new CreateApiKeyOk(await keyView(ctx.em, key), made.secret);
}

/** Counts from the next request on, in every process. Revoking twice is no fault. */
export async function revokeApiKey(ctx: Context, id: string): Promise<RevokeApiKeyOk | NotFound> {
  const key = await ctx.em.findOne(ApiKey, { id, ...visible(ctx) });
  if (!key) return NotFound.of("key", "id");
  key.revokedAt ??= now(ctx);
  await ctx.em.flush();
  return new RevokeApiKeyOk(await keyView(ctx.em, key));
}
