/**
 * What is asked of Amazon to connect: tokens (Login with Amazon), profiles, publishers and the tag
 * template. Where Amazon's own sources disagree, both shapes are read. No secret gets into a
 * sentence: what Amazon answers is quoted shortened, without the secrets that it was asked with.
 */
import { z } from "zod";
import {
  addressesOf,
  countryOfAmazon,
  type AmazonAddresses,
  type AmazonRegion,
} from "../../domain/amazon-region.ts";
import { shortened } from "../../domain/values/text.ts";
import type { Env } from "../env.ts";

/** An advertising account as Amazon lists it. Ids have up to 18 digits: text, never a number. */
export interface AmazonProfile {
  id: string;
  name: string;
  /** ISO 3166-1. */
  country: string;
  currency: string;
  timeZone: string;
  /** Why it cannot use Attribution; null: it can. */
  refused: string | null;
}
export interface AmazonPublisher {
  id: string;
  name: string;
  /** Its tags are filled by the advertising platform itself. */
  macro: boolean;
}

/** What the operator registered with Login with Amazon. */
export interface AmazonApp {
  clientId: string;
  clientSecret: string;
}
export interface AmazonAccess {
  addresses: AmazonAddresses;
  app: AmazonApp;
}

/** The simulator takes any client. */
const simulatedApp: AmazonApp = { clientId: "counterfoil", clientSecret: "simulated" };
export const simulatedAccess = (simulatorUrl: string): AmazonAccess => ({
  addresses: addressesOf("SIMULATED", simulatorUrl),
  app: simulatedApp,
});

type AppEnv = Pick<Env, "AMAZON_CLIENT_ID" | "AMAZON_CLIENT_SECRET" | "simulatorUrl">;
/** Null: the operator has registered no client. */
export function accessOf(env: AppEnv, region: AmazonRegion): AmazonAccess | null {
  if (region === "SIMULATED") return simulatedAccess(env.simulatorUrl);
  const { AMAZON_CLIENT_ID: clientId, AMAZON_CLIENT_SECRET: clientSecret, simulatorUrl } = env;
  return clientId && clientSecret
    ? { addresses: addressesOf(region, simulatorUrl), app: { clientId, clientSecret } }
    : null;
}

export interface AmazonFault {
  ok: false;
  /** REFUSED: Amazon takes the sign-in or its code no longer. NOT_ALLOWED: not for this profile. */
  kind: "REFUSED" | "NOT_ALLOWED" | "UNREACHABLE" | "OTHER";
  message: string;
}
export type Answered<T> = { ok: true; value: T } | AmazonFault;

const answerWithinMs = 20_000;
const shownLength = 200;
const fault = (kind: AmazonFault["kind"], message: string): AmazonFault => ({
  ok: false,
  kind,
  message,
});

interface Asked {
  address: string;
  headers?: Record<string, string>;
  form?: Record<string, string>;
  /** Never to be quoted. */
  secrets: readonly string[];
}
interface Answer {
  status: number;
  body: unknown;
  /** What Amazon says of a fault, shortened and without secrets. */
  said: string;
}

/** Ids may be numbers beyond what a number holds: they are read as they are written. */
const readIds = (key: string, value: unknown, { source }: { source?: string } = {}): unknown =>
  key.toLowerCase().endsWith("id") && typeof value === "number" ? (source ?? value) : value;

function readBody(text: string): unknown {
  try {
    return JSON.parse(text, readIds);
  } catch {
    return null;
  }
}

const faultShape = z
  .object({
    code: z.coerce.string().optional(),
    details: z.string().optional(),
    error: z.string().optional(),
    error_description: z.string().optional(),
    message: z.string().optional(),
  })
  .catch({});

function saidIn(body: unknown, secrets: readonly string[]): string {
  const said = faultShape.parse(body);
  const code = /^\d+$/.test(said.code ?? "") ? undefined : said.code;
  const text = [said.error ?? code, said.error_description ?? said.details ?? said.message]
    .filter((part) => part !== undefined)
    .join(", ");
  const clean = secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .filter((secret) => secret !== "")
    .reduce((rest, secret) => rest.replaceAll(secret, "…"), text);
  return shortened(clean, shownLength) || "no details";
}

async function ask({ address, headers = {}, form, secrets }: Asked): Promise<Answered<Answer>> {
  try {
    const response = await fetch(address, {
      headers,
      ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
      redirect: "error",
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const body = readBody(await response.text());
    return { ok: true, value: { status: response.status, body, said: saidIn(body, secrets) } };
  } catch {
    return fault(
      "UNREACHABLE",
      `${new URL(address).host} cannot be reached: try again in some minutes`,
    );
  }
}

const tokenShape = z.object({
  /** As a header may hold it: another would be quoted by the error of who sends it. */
  access_token: z.string().regex(/^[!-~]+$/),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.coerce.number().positive().default(3_600),
});
export interface Tokens {
  accessToken: string;
  refreshToken: string | null;
  expiresInMs: number;
}

const secretFields = ["code", "code_verifier", "refresh_token"];
async function tokens(
  { addresses, app }: AmazonAccess,
  grant: Record<string, string>,
  refused: string,
): Promise<Answered<Tokens>> {
  const asked = await ask({
    address: addresses.token,
    form: { ...grant, client_id: app.clientId, client_secret: app.clientSecret },
    secrets: [...secretFields.map((name) => grant[name] ?? ""), app.clientSecret],
  });
  if (!asked.ok) return asked;
  const { status, body, said } = asked.value;
  const read = tokenShape.safeParse(body);
  if (status === 200 && read.success) {
    const { access_token, refresh_token = null, expires_in } = read.data;
    return {
      ok: true,
      value: {
        accessToken: access_token,
        refreshToken: refresh_token,
        expiresInMs: expires_in * 1000,
      },
    };
  }
  if (said.startsWith("invalid_grant")) return fault("REFUSED", refused);
  if (said.startsWith("invalid_client") || said.startsWith("unauthorized_client"))
    return fault(
      "OTHER",
      "Amazon does not take the operator's client id and secret: the platform's operator has to " +
        "correct them",
    );
  return fault("OTHER", `Amazon gave no token: status ${status}, ${said}`);
}

/** A code counts once, within minutes, with the verifier and address that it was asked with. */
export const exchangeCode = (
  access: AmazonAccess,
  given: { code: string; verifier: string; redirect: string },
): Promise<Answered<Tokens>> =>
  tokens(
    access,
    {
      grant_type: "authorization_code",
      code: given.code,
      code_verifier: given.verifier,
      redirect_uri: given.redirect,
    },
    "Amazon did not take the code: it was used before, or is too old. Begin the sign-in again",
  );

export const freshTokens = (
  access: AmazonAccess,
  refreshToken: string,
): Promise<Answered<Tokens>> =>
  tokens(
    access,
    { grant_type: "refresh_token", refresh_token: refreshToken },
    "Amazon no longer takes this sign-in: it was revoked, or its password changed. Connect again",
  );

async function get(
  { addresses, app }: AmazonAccess,
  path: string,
  token: string,
  profileId: string | null,
): Promise<Answered<Answer>> {
  const headers = {
    authorization: `Bearer ${token}`,
    "Amazon-Advertising-API-ClientId": app.clientId,
    ...(profileId === null ? {} : { "Amazon-Advertising-API-Scope": profileId }),
  };
  const asked = await ask({ address: addresses.api + path, headers, secrets: [token] });
  if (!asked.ok || asked.value.status === 200) return asked;
  const { status, said } = asked.value;
  if (status === 401) return fault("REFUSED", `Amazon does not take the sign-in: ${said}`);
  if (status === 400 || status === 403)
    return fault("NOT_ALLOWED", `Amazon answers ${status} for this profile: ${said}`);
  if (status === 429) return fault("OTHER", "Amazon asks to slow down: try again in some minutes");
  return fault("OTHER", `Amazon answers with status ${status}: ${said}`);
}

const badAnswer = (what: string): AmazonFault =>
  fault("OTHER", `Amazon's answer is no list of ${what}: nothing was changed`);

const profilesShape = z.array(
  z.object({
    profileId: z.string().regex(/^\d{1,18}$/),
    countryCode: z.string(),
    currencyCode: z.string().default(""),
    timezone: z.string().default(""),
    accountInfo: z
      .object({ name: z.string().default(""), type: z.string().default("") })
      .optional(),
  }),
);

/** All of the person's, without a look at whether they may use Attribution. */
export async function listProfiles(
  access: AmazonAccess,
  token: string,
): Promise<Answered<Omit<AmazonProfile, "refused">[]>> {
  const asked = await get(access, "/v2/profiles", token, null);
  if (!asked.ok) return asked;
  const read = profilesShape.safeParse(asked.value.body);
  if (!read.success) return badAnswer("profiles");
  return {
    ok: true,
    value: read.data.map(({ profileId, countryCode, currencyCode, timezone, accountInfo }) => ({
      id: profileId,
      name: accountInfo?.name || `Profile ${profileId}`,
      country: countryOfAmazon(countryCode),
      currency: currencyCode,
      timeZone: timezone,
    })),
  };
}

const publishersShape = z.object({
  publishers: z.array(
    z.object({
      id: z.coerce.string().min(1),
      name: z.string().default(""),
      macroEnabled: z.boolean().default(false),
    }),
  ),
});

export async function listPublishers(
  access: AmazonAccess,
  token: string,
  profileId: string,
): Promise<Answered<AmazonPublisher[]>> {
  const asked = await get(access, "/attribution/publishers", token, profileId);
  if (!asked.ok) return asked;
  const read = publishersShape.safeParse(asked.value.body);
  if (!read.success) return badAnswer("publishers");
  return {
    ok: true,
    value: read.data.publishers.map(({ id, name, macroEnabled: macro }) => ({ id, name, macro })),
  };
}

/** advertiser → publisher → template, bare or under a name. */
const mapShape = z.record(z.string(), z.record(z.string(), z.string()));
const templatesShape = z.union([z.object({ advertiserAttributionTagMap: mapShape }), mapShape]);

/** The call itself switches measurement on for the profile. */
export async function fetchTemplate(
  access: AmazonAccess,
  token: string,
  { profileId, publisherId }: { profileId: string; publisherId: string },
): Promise<Answered<{ advertiserId: string; template: string }>> {
  const query = new URLSearchParams({ publisherIds: publisherId });
  const path = `/attribution/tags/nonMacroTemplateTag?${query.toString()}`;
  const asked = await get(access, path, token, profileId);
  if (!asked.ok) return asked;
  const read = templatesShape.safeParse(asked.value.body);
  if (!read.success) return badAnswer("tag templates");
  const map = mapShape.parse(
    "advertiserAttributionTagMap" in read.data ? read.data.advertiserAttributionTagMap : read.data,
  );
  for (const [advertiserId, templates] of Object.entries(map)) {
    const template = templates[publisherId];
    if (template !== undefined) return { ok: true, value: { advertiserId, template } };
  }
  return fault("OTHER", "Amazon gave no tag template for this publisher: choose another");
}
