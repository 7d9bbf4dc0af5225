/**
 * A brand's connections to Amazon: sign in, choose profile and publisher, and the programs of that
 * storefront get the tag template. Amazon is asked outside of transactions; what it refuses leaves
 * nothing behind.
 */
import { UniqueConstraintViolationException } from "@mikro-orm/postgresql";
import { hasAttribution, reportedIn, type AmazonRegion } from "../../domain/amazon-region.ts";
import { readTemplate } from "../../domain/attribution-tag.ts";
import { Conflict, InvalidInput, isRefusal, NotFound } from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { hold } from "../../platform/db/locks.ts";
import { openSecrets, SecretUnreadable } from "../../platform/secrets.ts";
import { Program } from "../programs/program.entity.ts";
import {
  accessOf,
  exchangeCode,
  fetchTemplate,
  freshTokens,
  listProfiles,
  listPublishers,
  type AmazonAccess,
  type AmazonFault,
  type Answered,
  type AmazonProfile,
} from "../../platform/amazon/amazon-api.ts";
import { AmazonConnection } from "./amazon-connection.entity.ts";
import {
  AmazonConnectionOk,
  AmazonSignInOk,
  type AmazonConnectionView,
  type AmazonSetUpView,
} from "./amazon-connection.types.ts";
import { newSignIn, noSuchSignIn, notSetUp, redirectAddress, signInOf } from "./sign-ins.ts";
import { connectionViews } from "./connection-views.ts";

type Refusal = InvalidInput | Conflict | NotFound;
const profilesMax = 100;

export const amazonSetUp = (ctx: Context): AmazonSetUpView => ({
  ready: accessOf(ctx.env, "NA") !== null,
  redirectAddress: redirectAddress(ctx),
});

export async function amazonConnections(ctx: Context): Promise<AmazonConnectionView[]> {
  const rows = await ctx.em.find(AmazonConnection, {}, { orderBy: { id: "asc" }, refresh: true });
  return connectionViews(ctx, rows);
}

const find = (ctx: Context, id: string): Promise<AmazonConnection | null> =>
  ctx.em.findOne(AmazonConnection, { id }, { refresh: true });

export async function amazonConnection(
  ctx: Context,
  id: string,
): Promise<AmazonConnectionView | null> {
  const found = await find(ctx, id);
  const [view] = found ? await connectionViews(ctx, [found]) : [];
  return view ?? null;
}

/** After its change; somebody else may have disconnected it since. */
async function shown(ctx: Context, id: string): Promise<AmazonConnectionOk | NotFound> {
  const view = await amazonConnection(ctx, id);
  return view ? new AmazonConnectionOk(view) : NotFound.of("connection", "id");
}

/** Begins a sign-in; what the person began before and never finished gives way. */
export async function startAmazonConnection(
  ctx: Context,
  region: AmazonRegion,
): Promise<AmazonSignInOk | Refusal> {
  const access = accessOf(ctx.env, region);
  if (!access) return notSetUp();
  const id = ctx.newId(ctx.clock());
  const { columns, consentUrl } = newSignIn(ctx, id, access);
  await ctx.em.transactional(async (tx) => {
    await tx.nativeDelete(AmazonConnection, { state: "SIGNING_IN", signInBy: actorId(ctx) });
    tx.create(AmazonConnection, {
      id,
      brandAccountId: ctx.scope.requireAccountId(),
      region,
      state: "SIGNING_IN",
      ...columns,
      profiles: [],
      publishers: [],
      createdBy: actorId(ctx),
      createdAt: now(ctx),
    });
  });
  return new AmazonSignInOk(id, consentUrl);
}

/** Signs in anew for a connection that there is; until it is finished, it stays as it is. */
export async function reconnectAmazon(ctx: Context, id: string): Promise<AmazonSignInOk | Refusal> {
  const found = await find(ctx, id);
  if (!found) return NotFound.of("connection", "id");
  const access = accessOf(ctx.env, found.region);
  if (!access) return notSetUp();
  const { columns, consentUrl } = newSignIn(ctx, id, access);
  await ctx.em.nativeUpdate(AmazonConnection, { id }, columns);
  return new AmazonSignInOk(id, consentUrl);
}

const refusedBy = ({ kind, message }: AmazonFault, ...path: string[]): Conflict | InvalidInput =>
  kind === "REFUSED" || kind === "NOT_ALLOWED"
    ? new InvalidInput("AMAZON_REFUSED", message, path)
    : new Conflict("AMAZON_FAILED", message, path);

/** What was sealed under another key is told as a sign-in to be begun again. */
function opened(ctx: Context, sealed: string, id: string, path: string): string | Conflict {
  try {
    return openSecrets(ctx.env).open(sealed, id);
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error;
    return new Conflict("SIGN_IN_NEEDED", error.message, [path]);
  }
}

const changedMeanwhile = (path: string): Conflict =>
  new Conflict(
    "CHANGED_MEANWHILE",
    "This connection was changed or taken away meanwhile: look at it again",
    [path],
  );

/** All profiles of the sign-in, each with why it cannot be chosen: Amazon is asked for each. */
export async function profilesOf(
  access: AmazonAccess,
  token: string,
): Promise<Answered<AmazonProfile[]>> {
  const listed = await listProfiles(access, token);
  if (!listed.ok) return listed;
  const profiles: AmazonProfile[] = [];
  for (const profile of listed.value.slice(0, profilesMax)) {
    if (!hasAttribution(profile.country)) {
      const refused = `Amazon has no Attribution in ${profile.country}: clicks only`;
      profiles.push({ ...profile, refused });
      continue;
    }
    const asked = await listPublishers(access, token, profile.id);
    if (!asked.ok && asked.kind !== "NOT_ALLOWED") return asked;
    profiles.push({ ...profile, refused: asked.ok ? null : asked.message });
  }
  return { ok: true, value: profiles };
}

/** A connection that was whole stays so only under a sign-in that may use its profile. */
const losesProfile = (
  { profileId }: AmazonConnection,
  profiles: readonly AmazonProfile[],
): Conflict | null =>
  profileId === null || profiles.some(({ id, refused }) => id === profileId && refused === null)
    ? null
    : new Conflict(
        "PROFILE_NOT_ALLOWED",
        `Who signed in may not use the profile ${profileId}: sign in as somebody who may, or ` +
          "disconnect first",
        ["code"],
      );

/**
 * Amazon's answer to a sign-in. The state counts once, taken before the code is, so that a second
 * press is told of the first and not that Amazon refuses; a code that Amazon never saw can come
 * again.
 */
export async function finishAmazonConnection(
  ctx: Context,
  given: { code: string; state: string },
): Promise<AmazonConnectionOk | Refusal> {
  const found = await signInOf(ctx, given);
  if (isRefusal(found)) return found;
  const { id, signInHash } = found;
  const access = accessOf(ctx.env, found.region);
  if (!access) return notSetUp();
  const verifier = opened(ctx, found.signInVerifier ?? "", id, "state");
  if (isRefusal(verifier)) return verifier;
  const taken = await ctx.em.nativeUpdate(
    AmazonConnection,
    { id, signInHash },
    { signInHash: null },
  );
  if (taken === 0) return noSuchSignIn();
  const redirect = redirectAddress(ctx);
  const tokens = await exchangeCode(access, { code: given.code, verifier, redirect });
  if (!tokens.ok) {
    if (tokens.kind !== "REFUSED")
      await ctx.em.nativeUpdate(AmazonConnection, { id, signInHash: null }, { signInHash });
    return refusedBy(tokens, "code");
  }
  if (tokens.value.refreshToken === null)
    return new Conflict("AMAZON_FAILED", "Amazon gave no lasting sign-in: begin again", ["code"]);
  const profiles = await profilesOf(access, tokens.value.accessToken);
  if (!profiles.ok) return refusedBy(profiles, "code");
  const lost = losesProfile(found, profiles.value);
  if (lost) return lost;
  const saved = await ctx.em.nativeUpdate(
    AmazonConnection,
    { id, signInHash: null },
    {
      state: found.state === "SIGNING_IN" ? "SIGNED_IN" : found.state,
      signInVerifier: null,
      signInBy: null,
      signInAt: null,
      refreshToken: openSecrets(ctx.env).seal(tokens.value.refreshToken, id),
      profiles: profiles.value,
      problem: null,
      problemAt: null,
    },
  );
  return saved > 0 ? shown(ctx, id) : noSuchSignIn();
}

interface Signed {
  connection: AmazonConnection;
  access: AmazonAccess;
  token: string;
}
/** A connection with a token of this hour; a sign-in that is taken no longer is remembered. */
async function signed(ctx: Context, id: string): Promise<Signed | Refusal> {
  const connection = await find(ctx, id);
  if (!connection) return NotFound.of("connection", "id");
  if (!connection.refreshToken)
    return new Conflict("SIGN_IN_NEEDED", "The sign-in at Amazon is not finished: begin it again", [
      "id",
    ]);
  const access = accessOf(ctx.env, connection.region);
  if (!access) return notSetUp();
  const stored = opened(ctx, connection.refreshToken, id, "id");
  if (isRefusal(stored)) return stored;
  const fresh = await freshTokens(access, stored);
  if (fresh.ok) return { connection, access, token: fresh.value.accessToken };
  // Who signed in anew meanwhile is not told of the sign-in before.
  if (fresh.kind === "REFUSED")
    await ctx.em.nativeUpdate(
      AmazonConnection,
      { id, refreshToken: connection.refreshToken },
      { problem: fresh.message, problemAt: now(ctx) },
    );
  return refusedBy(fresh, "id");
}

export async function chooseAmazonProfile(
  ctx: Context,
  id: string,
  profileId: string,
): Promise<AmazonConnectionOk | Refusal> {
  const ready = await signed(ctx, id);
  if (isRefusal(ready)) return ready;
  const { connection, access, token } = ready;
  if (connection.state === "CONNECTED")
    return connection.profileId === profileId
      ? shown(ctx, id)
      : new Conflict(
          "CONNECTED_ALREADY",
          "This connection reads another profile: disconnect it, or connect the other beside it",
          ["profileId"],
        );
  const profile = connection.profiles.find((each) => each.id === profileId);
  if (!profile)
    return new InvalidInput("PROFILE_NOT_ALLOWED", "The sign-in has no such profile", [
      "profileId",
    ]);
  if (profile.refused !== null)
    return new InvalidInput("PROFILE_NOT_ALLOWED", profile.refused, ["profileId"]);
  const publishers = await listPublishers(access, token, profileId);
  if (!publishers.ok) return refusedBy(publishers, "profileId");
  const { name: profileName, country, currency, timeZone } = profile;
  try {
    const saved = await ctx.em.nativeUpdate(
      AmazonConnection,
      { id, state: connection.state },
      {
        state: "PROFILE_CHOSEN",
        profileId,
        profileName,
        country,
        currency,
        timeZone,
        publishers: publishers.value,
      },
    );
    return saved > 0 ? await shown(ctx, id) : changedMeanwhile("profileId");
  } catch (error) {
    if (!(error instanceof UniqueConstraintViolationException)) throw error;
    return new Conflict(
      "PROFILE_TAKEN",
      "This profile is connected already: its sales can be read for one connection only",
      ["profileId"],
    );
  }
}

/**
 * Its programs get the template at once, and so do the links made before. A simulated program keeps
 * the advertiser under which its orders stand.
 */
const programColumns = (
  connection: Pick<AmazonConnection, "id" | "region" | "profileId" | "timeZone" | "currency">,
  found: { publisherId: string; advertiserId: string; template: string },
) => ({
  amazonConnectionId: connection.id,
  attributionTemplate: found.template,
  ...reportedIn(connection.timeZone ?? "", connection.currency ?? ""),
  ...(connection.region === "SIMULATED"
    ? { salesSource: "SIMULATED" as const }
    : {
        salesSource: "AMAZON" as const,
        advertiserId: found.advertiserId || (connection.profileId ?? ""),
        publisherId: found.publisherId,
      }),
});

/** What was read for one connection tells nothing of the next. `which`: SQL of the programs p. */
const forgetRuns = (tx: Context["em"], which: string, values: unknown[]): Promise<unknown> =>
  tx.execute(
    `delete from attribution_run r using program p where p.id = r.program_id and ${which}`,
    values,
  );

export async function chooseAmazonPublisher(
  ctx: Context,
  id: string,
  publisherId: string,
): Promise<AmazonConnectionOk | Refusal> {
  const ready = await signed(ctx, id);
  if (isRefusal(ready)) return ready;
  const { connection, access, token } = ready;
  const { profileId, country } = connection;
  if (!profileId || !country)
    return new Conflict("PROFILE_NEEDED", "Choose the profile first", ["publisherId"]);
  const publisher = connection.publishers.find((each) => each.id === publisherId);
  if (!publisher)
    return new InvalidInput("BAD_PUBLISHER", "The profile has no such publisher", ["publisherId"]);
  if (publisher.macro)
    return new InvalidInput(
      "BAD_PUBLISHER",
      `${publisher.name} fills its tags itself, for its own ads: choose another publisher`,
      ["publisherId"],
    );
  const fetched = await fetchTemplate(access, token, { profileId, publisherId });
  if (!fetched.ok) return refusedBy(fetched, "publisherId");
  const read = readTemplate(fetched.value.template);
  if (!read.ok) return new Conflict(read.code, read.message, ["publisherId"]);
  const found = { publisherId, ...fetched.value };
  const { brandAccountId } = connection;
  const saved = await ctx.em.transactional(async (tx) => {
    await hold(tx, "SALES_SOURCE", brandAccountId);
    const rows = await tx.nativeUpdate(
      AmazonConnection,
      { id, profileId },
      {
        state: "CONNECTED",
        ...found,
        publisherName: publisher.name,
        templateAt: now(ctx),
        problem: null,
        problemAt: null,
      },
    );
    if (rows === 0) return false;
    const own = { $or: [{ salesSource: { $ne: "AMAZON" as const } }, { amazonConnectionId: id }] };
    const moved =
      "p.brand_account_id = ? and p.marketplace = ? and p.sales_source <> 'AMAZON' " +
      "and p.amazon_connection_id is distinct from ?";
    await forgetRuns(tx, moved, [brandAccountId, country, id]);
    await tx.nativeUpdate(
      Program,
      { brandAccountId, marketplace: country, ...own },
      programColumns(connection, found),
    );
    return true;
  });
  if (!saved) return changedMeanwhile("publisherId");
  ctx.log.info({ connection: id, region: connection.region }, "amazon: connected");
  return shown(ctx, id);
}

/** Sign-in and template are forgotten; links go on without a tag, and sales that came stay. */
export async function disconnectAmazon(
  ctx: Context,
  id: string,
): Promise<AmazonConnectionOk | Refusal> {
  const found = await find(ctx, id);
  if (!found) return NotFound.of("connection", "id");
  const answer = await shown(ctx, id);
  await ctx.em.transactional(async (tx) => {
    await hold(tx, "SALES_SOURCE", found.brandAccountId);
    await forgetRuns(tx, "p.amazon_connection_id = ?", [id]);
    await tx.nativeUpdate(
      Program,
      { amazonConnectionId: id },
      { salesSource: "NONE", attributionTemplate: null, amazonConnectionId: null },
    );
    await tx.nativeDelete(AmazonConnection, { id });
  });
  ctx.log.info({ connection: id, region: found.region }, "amazon: disconnected");
  return answer;
}
