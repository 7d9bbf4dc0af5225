/**
 * Amazon's advertising regions, each with hosts of its own, and which storefronts have Attribution.
 * Sources: Amazon's API guides (2025-09). Nothing here was tried against Amazon.
 */
import { gateCurrency } from "./values/currency.ts";
import { gateZone } from "./values/place-and-time.ts";

export const amazonRegions = ["NA", "EU", "FE", "SIMULATED"] as const;
export type AmazonRegion = (typeof amazonRegions)[number];

/** Where a region is asked; no address ends with a slash. */
export interface AmazonAddresses {
  /** The API's host. */
  api: string;
  /** Access tokens: a form is posted there. */
  token: string;
  /** Where a person says yes. */
  consent: string;
}

export const tokenPath = "/auth/o2/token";
export const consentPath = "/ap/oa";
const hosts: Record<
  Exclude<AmazonRegion, "SIMULATED">,
  { api: string; token: string; ask: string }
> = {
  NA: { api: "advertising-api.amazon.com", token: "api.amazon.com", ask: "www.amazon.com" },
  EU: {
    api: "advertising-api-eu.amazon.com",
    token: "api.amazon.co.uk",
    ask: "eu.account.amazon.com",
  },
  FE: {
    api: "advertising-api-fe.amazon.com",
    token: "api.amazon.co.jp",
    ask: "apac.account.amazon.com",
  },
};

/** The simulator answers for a region of its own, at one address. */
export function addressesOf(region: AmazonRegion, simulatorUrl: string): AmazonAddresses {
  if (region === "SIMULATED")
    return {
      api: simulatorUrl,
      token: simulatorUrl + tokenPath,
      consent: simulatorUrl + consentPath,
    };
  const { api, token, ask } = hosts[region];
  return {
    api: `https://${api}`,
    token: `https://${token}${tokenPath}`,
    consent: `https://${ask}${consentPath}`,
  };
}

/** Amazon's own code of a country where it is not ISO's. */
export const countryOfAmazon = (code: string): string =>
  code.toUpperCase() === "UK" ? "GB" : code.toUpperCase();

/** Other storefronts can carry clicks, never sales. */
const withAttribution = ["US", "CA", "MX", "GB", "DE", "FR", "IT", "ES", "NL"];
export const hasAttribution = (country: string): boolean => withAttribution.includes(country);

/** Where a program's sales come from. */
export const salesSources = ["AMAZON", "SIMULATED", "NONE"] as const;
export type SalesSource = (typeof salesSources)[number];

/**
 * Zone and currency in which a profile reports, as its programs keep them; what nobody knows is
 * null, and left to the storefront.
 */
export function reportedIn(
  timeZone: string,
  currency: string,
): { reportZone: string | null; reportCurrency: string | null } {
  const [zone, known] = [gateZone(timeZone), gateCurrency(currency)];
  return {
    reportZone: zone.ok ? zone.value : null,
    reportCurrency: known.ok ? known.value : null,
  };
}
