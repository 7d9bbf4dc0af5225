/**
 * What the simulator answers besides reports, as Amazon does: a consent page, tokens for codes and
 * refresh tokens, profiles, publishers and tag templates. It keeps nothing that a restart could
 * lose but codes of the minute: what a sign-in may use follows from its refresh token.
 */
import { createHash, randomBytes } from "node:crypto";
import { hasAttribution, tokenPath } from "../../domain/amazon-region.ts";
import { simulatedTemplate } from "../../domain/attribution-tag.ts";
import { marketplaces, type Marketplace } from "../../domain/tracking.ts";
import type { Clock } from "../../platform/clock.ts";
import { maxPageRows } from "./report-client.ts";
import { SimulatorFault } from "./simulator-fault.ts";

/** Where Amazon's own sources disagree, and what goes wrong on demand. */
export interface PeerSwitches {
  /** Templates bare, or under a name. */
  wrapped: boolean;
  /** Profile ids as numbers, as older answers have them. */
  numericIds: boolean;
  /** What a profile without Attribution is answered with. */
  notAllowed: 400 | 403;
  /** Rows of a page at most. */
  maxCount: number;
  /** Sellers in the US take part in the referral bonus. */
  bonus: boolean;
  /** A placeholder that nobody knows. */
  badTemplate: boolean;
  /** In place of what a storefront's profile says of itself. */
  place: { timezone?: string; currencyCode?: string };
  /** Every sign-in so far is taken no longer. */
  revoked: boolean;
  /** Status by path, e.g. { "/v2/profiles": 500 }. */
  failing: Record<string, number>;
}
export const usualSwitches = (): PeerSwitches => ({
  wrapped: false,
  numericIds: false,
  notAllowed: 403,
  maxCount: maxPageRows,
  bonus: true,
  badTemplate: false,
  place: {},
  revoked: false,
  failing: {},
});

const tokenLifeMs = 3_600_000;
const codeLifeMs = 300_000;
/**
 * Of the sign-in that every simulated program without a connection is read with. Only who shares
 * the simulator's process knows it: whoever reaches the simulator could read all of them.
 */
export const commonRefreshToken = randomBytes(24).toString("base64url");
const commonGrant = commonRefreshToken;
const refreshPrefix = "Atzr|simulated-";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

interface PeerProfile {
  id: string;
  place: Marketplace;
  name: string;
  allowed: boolean;
}
/**
 * A simulated seller sells at all storefronts with Attribution and at one without; an account of
 * its may not use Attribution.
 */
function profilesOf(grant: string): PeerProfile[] {
  const of = (place: Marketplace, kind: "seller" | "vendor"): PeerProfile => ({
    id: String(digest(`${grant}/${place.country}/${kind}`).readBigUInt64BE() % 10n ** 18n),
    place,
    name: `Simulated ${kind}, ${place.country}`,
    allowed: kind === "seller" && hasAttribution(place.country),
  });
  const places = marketplaces.filter(({ country }) => hasAttribution(country) || country === "SE");
  return [
    ...places.map((place) => of(place, "seller")),
    ...places.filter(({ country }) => country === "US").map((place) => of(place, "vendor")),
  ];
}

const publishers = [
  ["1", "Google Ads", true],
  ["2", "Facebook", true],
  ["3", "Microsoft", true],
  ["4", "Pinterest", true],
  ["9", "Display - Other", false],
  ["11", "Blogpost - Other", false],
  ["12", "Email - Other", false],
  ["13", "TikTok", false],
].map(([id, name, macroEnabled]) => ({ id, name, macroEnabled }));

/** An answer of Login with Amazon to a wrong grant. */
const refusedGrant = (why: string): SimulatorFault =>
  new SimulatorFault(400, "invalid_grant", why, { error: "invalid_grant", error_description: why });

function forgetOld(kept: Map<string, { until: number }>, now: number): void {
  for (const [key, { until }] of kept) if (until <= now) kept.delete(key);
}

interface Code {
  clientId: string;
  redirect: string;
  challenge: string;
  seller: string;
  until: number;
}

/** Who signs in; in a browser's cookie, so that the same seller can sign in again. */
export const newSeller = (): string => randomBytes(18).toString("base64url");

export class SimulatorPeer {
  readonly switches: PeerSwitches;
  readonly #clock: Clock;
  readonly #codes = new Map<string, Code>();
  readonly #tokens = new Map<string, { grant: string; until: number }>();

  constructor(clock: Clock, switches: PeerSwitches) {
    this.#clock = clock;
    this.switches = switches;
  }

  /** The code of a seller who said yes. */
  consent(asked: URLSearchParams, seller: string): string {
    forgetOld(this.#codes, this.#clock());
    const code = `AN${randomBytes(16).toString("base64url")}`;
    this.#codes.set(code, {
      clientId: asked.get("client_id") ?? "",
      redirect: asked.get("redirect_uri") ?? "",
      challenge: asked.get("code_challenge") ?? "",
      seller,
      until: this.#clock() + codeLifeMs,
    });
    return code;
  }

  #grantOfCode(form: URLSearchParams): string {
    const code = form.get("code") ?? "";
    const known = this.#codes.get(code);
    this.#codes.delete(code);
    const isRight =
      known !== undefined &&
      known.until > this.#clock() &&
      known.clientId === form.get("client_id") &&
      known.redirect === form.get("redirect_uri") &&
      known.challenge === digest(form.get("code_verifier") ?? "").toString("base64url");
    if (!isRight) throw refusedGrant("The authorization code is invalid or was used");
    return known.seller;
  }

  #grantOfRefresh(form: URLSearchParams): string {
    const token = form.get("refresh_token") ?? "";
    if (token === commonRefreshToken) return commonGrant;
    if (this.switches.revoked || !token.startsWith(refreshPrefix))
      throw refusedGrant("The refresh token is invalid or was revoked");
    return token.slice(refreshPrefix.length);
  }

  /** As Login with Amazon answers a form. */
  token(form: URLSearchParams): Record<string, string | number> {
    this.#fail(tokenPath);
    const kind = form.get("grant_type");
    if (kind !== "authorization_code" && kind !== "refresh_token")
      throw new SimulatorFault(
        400,
        "INVALID_ARGUMENT",
        "grant_type must be authorization_code or refresh_token",
      );
    const grant = kind === "refresh_token" ? this.#grantOfRefresh(form) : this.#grantOfCode(form);
    const now = this.#clock();
    forgetOld(this.#tokens, now);
    const token = `Atza|simulated-${randomBytes(24).toString("base64url")}`;
    this.#tokens.set(token, { grant, until: now + tokenLifeMs });
    return {
      access_token: token,
      ...(grant === commonGrant ? {} : { refresh_token: refreshPrefix + grant }),
      token_type: "bearer",
      expires_in: tokenLifeMs / 1000,
    };
  }

  #fail(path: string): void {
    const status = this.switches.failing[path];
    if (status !== undefined) throw new SimulatorFault(status, String(status), "as was asked for");
  }

  /**
   * Whose sign-in asks; after a restart every client is answered 401 and gets a new token, as after
   * its hour.
   */
  grantOf(path: string, headers: NodeJS.Dict<string | string[]>): string {
    this.#fail(path);
    const bearer = /^Bearer (\S+)$/i.exec(String(headers.authorization ?? ""))?.[1] ?? "";
    const known = this.#tokens.get(bearer);
    if (!known || known.until <= this.#clock())
      throw new SimulatorFault(
        401,
        "UNAUTHORIZED",
        "The access token is missing, unknown or expired",
      );
    const scoped = path === "/v2/profiles" ? [] : ["Amazon-Advertising-API-Scope"];
    for (const name of ["Amazon-Advertising-API-ClientId", ...scoped])
      if (!headers[name.toLowerCase()])
        throw new SimulatorFault(401, "UNAUTHORIZED", `The header ${name} is missing`);
    return known.grant;
  }

  /** The profile that a request is about; null: it is of the common sign-in. */
  profileOf(grant: string, scope: string): string | null {
    if (grant === commonGrant) return null;
    const profile = profilesOf(grant).find(({ id }) => id === scope);
    if (!profile?.allowed)
      throw new SimulatorFault(
        this.switches.notAllowed,
        String(this.switches.notAllowed),
        "This profile is not authorized to use Amazon Attribution",
      );
    return profile.id;
  }

  profiles(grant: string): object[] {
    return profilesOf(grant).map(({ id, place, name, allowed }) => ({
      profileId: this.switches.numericIds ? { number: id } : id,
      countryCode: place.country === "GB" ? "UK" : place.country,
      currencyCode: place.currency,
      timezone: place.zone,
      ...this.switches.place,
      accountInfo: { id: `A${id}`, name, type: allowed ? "seller" : "vendor" },
    }));
  }

  publishers = (): object => ({ publishers });

  templates(profileId: string, query: URLSearchParams): object {
    const publisherIds = (query.get("publisherIds") ?? "").split(",").filter((id) => id !== "");
    if (publisherIds.length === 0)
      throw new SimulatorFault(400, "INVALID_ARGUMENT", "publisherIds is missing");
    const advertiser = `SIM${profileId}`;
    const of = (publisher: string): string => {
      const template = simulatedTemplate(advertiser, publisher).replace("_1&", "_129&");
      return this.switches.badTemplate ? `${template}&device={device}` : template;
    };
    const map = {
      [advertiser]: Object.fromEntries(publisherIds.map((id) => [id, of(id)])),
    };
    return this.switches.wrapped ? { advertiserAttributionTagMap: map } : map;
  }
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** Where the answer goes; null: to nobody who may ask. */
export function answerAddress(asked: URLSearchParams, more: Record<string, string>): string | null {
  const redirect = asked.get("redirect_uri") ?? "";
  if (!/^https?:\/\//.test(redirect) || !URL.canParse(redirect)) return null;
  const to = new URL(redirect);
  for (const [name, value] of Object.entries(more)) to.searchParams.set(name, value);
  to.searchParams.set("state", asked.get("state") ?? "");
  return to.href;
}

/** What a person is asked, in the place of Amazon's page. */
export function consentPage(asked: URLSearchParams, isKnown: boolean): string {
  const hidden = [...asked]
    .map(
      ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
    )
    .join("");
  const host = new URL(asked.get("redirect_uri") ?? "http://invalid").host;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Sign in, simulated</title>
<style>
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui;max-width:32rem;margin:10vh auto;padding:0 1rem}
button{font:inherit;padding:.5rem 1rem;margin-inline-end:.5rem}
</style></head><body><main>
<p><strong>Simulated.</strong> This is not Amazon: the product's own simulator stands in its
place.</p>
<h1>Give ${escaped(host)} access?</h1>
<p>It would read the attribution reports of a simulated seller.</p>
<form method="post">${hidden}
<button name="answer" value="yes">Allow${isKnown ? " as the same seller" : ""}</button>
${isKnown ? '<button name="answer" value="other">Allow as another</button>' : ""}
<button name="answer" value="no">Cancel</button>
</form></main></body></html>`;
}
