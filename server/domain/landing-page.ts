/**
 * Landing pages: what people write for one, and the check that every stored one passes again before
 * a visitor is sent there. The host must be the marketplace's own, exactly; its path, query and
 * anchor keep their bytes.
 */
import { accept, refuse, type Result } from "./result.ts";
import { namesSubIdAlone } from "./sub-ids.ts";
import { isLeftOver } from "./attribution-tag.ts";
import { marketplaces, partnersOwnIn, partsOf, type Marketplace } from "./tracking.ts";
import { readAddress } from "./values/address.ts";
import { shortened } from "./values/text.ts";

const lengthMax = 2_000;
type LandingFault = "BAD_LANDING_PAGE";
const bad = (why: string) => refuse("BAD_LANDING_PAGE" as const, why, "landingPage");

/**
 * A landing page on the marketplace's own host, as ASCII. The host must stand in the text as it is:
 * no folding.
 */
export function parseLandingPage(
  text: string,
  marketplace: Marketplace,
): Result<string, LandingFault> {
  if (text.length > lengthMax) return bad(`A landing page has at most ${lengthMax} characters`);
  // oxlint-disable-next-line no-control-regex -- control characters are what must be refused
  if (/[\u0000-\u0020\u007f\\]/.test(text))
    return bad(
      "A landing page holds no spaces, control characters or backslashes: put %20 for a space",
    );
  const wanted = `https://${marketplace.host}`;
  const lower = text.slice(0, wanted.length).toLowerCase();
  const rest = text.slice(wanted.length);
  if (lower !== wanted || !(rest === "" || /^[/?#]/.test(rest)))
    return bad(`A landing page of this program starts with ${wanted}/ and names no port or user`);
  let url: URL;
  try {
    url = new URL(text.toWellFormed());
  } catch {
    return bad("This is not a web address");
  }
  if (url.protocol !== "https:" || url.host !== marketplace.host || url.username || url.password)
    return bad(`A landing page of this program starts with ${wanted}/`);
  const own = partnersOwnIn(url.search);
  if (own !== null)
    return bad(
      `"${own}" in a landing page would be passed on to Amazon: take it out there, and put it ` +
        "behind the finished link",
    );
  if (namesSubIdAlone(url.href))
    return bad(
      "A landing page names a sub id in one of its parameters, where the brand and Amazon would " +
        "read it: take it out there, and put it behind the finished link",
    );
  return accept(url.href);
}

const asin = /^(?:B[0-9A-Z]{9}|\d{9}[\dX])$/i;
const shortHosts = new Set([
  "amzn.to",
  "a.co",
  "amzn.eu",
  "amzn.asia",
  "amzn.com",
  "amzlink.to",
  "bit.ly",
  "tinyurl.com",
  "t.co",
  "geni.us",
]);
const hostForm = /^(?:(https?):\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?=[/?#]|$)/i;

/** The storefront's own name for a host of phones, or of Amazon's former charity shop. */
const everybodys = (host: string): string => {
  const bare = host.toLowerCase().replace(/^(?:www\.)?(?:(?:m|smile|www)\.)?/, "");
  return `www.${bare}`;
};
const ofPhones = /^\/(?:gp\/aw\/)?d\/(?=[0-9A-Z]{10}(?:[/?#]|$))/i;

/**
 * The address as it was meant: on https, with the storefront's own host, a product page of phones
 * or of a share button as everybody's.
 */
function meant(clean: string, { host }: Marketplace): string {
  if (asin.test(clean)) return `https://${host}/dp/${clean.toUpperCase()}`;
  const found = hostForm.exec(clean);
  if (!found) return clean;
  const [all, , named = ""] = found;
  const own = everybodys(named) === host ? host : named.toLowerCase();
  return `https://${own}${clean.slice(all.length).replace(ofPhones, "/dp/")}`;
}

function hostFault(address: string, { host }: Marketplace): string | null {
  const named = /^https:\/\/([^/?#]*)/.exec(address)?.[1];
  if (named === undefined || named === host) return null;
  if (shortHosts.has(named))
    return (
      `${named} is a short address, which hides the page and may change: open it and copy the ` +
      `address of the product page at ${host}`
    );
  const other = marketplaces.find((each) => each.host === everybodys(named));
  if (other)
    return `${named} is Amazon's storefront in ${other.country}: this program sells at ${host}`;
  if (/[:@]/.test(named) || !/^[a-z0-9.-]+$/.test(named))
    return `A landing page of this program starts with https://${host}/ and names no port or user`;
  return (
    `${named} is not ${host}, where this program sells: copy the address of a page there, or ` +
    "give the product's ASIN"
  );
}

/** What a share button wrote before an address, and people before an ASIN. */
const shared = /^(?!https?:)(?:(?!https?:).)+?\s(https?:\/\/\S+)(?:\s(?!.*https?:).*)?$/isu;
const called = /^asin(?:\s*[:=#]\s*|\s+)(\S+)$/i;
const productIn = (text: string): string => (shared.exec(text) ?? called.exec(text))?.[1] ?? text;

/**
 * Reads what people write for a landing page, e.g. an ASIN or an address without "https://".
 * Refusals say what to do.
 */
export function readLandingPage(
  text: string,
  marketplace: Marketplace,
): Result<string, LandingFault> {
  const read = readAddress("BAD_LANDING_PAGE" as const, text, "landingPage");
  if (!read.ok) return read;
  const bare = productIn(read.value);
  if (bare === "") return bad("Give the address of a page, or a product's ASIN");
  if (/^amazon$/i.test(bare) || (/^[0-9a-z]{10}$/i.test(bare) && !asin.test(bare)))
    return bad(
      `"${bare}" is no ASIN: those have ten characters and begin with B, or are a book's ` +
        "ten-digit ISBN",
    );
  const address = meant(bare, marketplace);
  const fault = hostFault(address, marketplace);
  if (fault !== null) return bad(fault);
  const [path = "", ...query] = address.split("?");
  const whole = query.length === 0 ? path : `${path}?${query.join("?").replaceAll(" ", "%20")}`;
  return parseLandingPage(withoutLeftOvers(whole).page, marketplace);
}

/**
 * The page without what is left over of somebody's Associates link or other tag, and what that is:
 * it would name another than the partner. All other bytes stay as they were.
 */
function withoutLeftOvers(address: string): { page: string; cut: string[] } {
  const { path, query, fragment } = partsOf(address);
  const parameters = query === "" ? [] : query.split("&");
  const cut = parameters.filter(isLeftOver);
  if (cut.length === 0) return { page: address, cut };
  const kept = parameters.filter((parameter) => !isLeftOver(parameter)).join("&");
  return { page: `${path}${kept === "" ? "" : `?${kept}`}${fragment}`, cut };
}

const shownLength = 60;
/** What is cut of a page that is read so, to be named once; nothing where it is refused. */
export function leftOversIn(text: string | null | undefined): string[] {
  const read = readAddress("BAD_LANDING_PAGE" as const, text ?? "", "landingPage");
  return read.ok
    ? withoutLeftOvers(productIn(read.value)).cut.map((parameter) =>
        shortened(parameter, shownLength),
      )
    : [];
}

/** What a page is warned of: it works, but not as a product's own page does. */
export const landingPageWarnings = ["NOT_MEASURED", "SEARCH_PAGE"] as const;
export type LandingPageWarning = (typeof landingPageWarnings)[number];

const measured = /^https:\/\/[^/]+\/(?:[^?#]*\/)?(?:dp\/[^/?#]|gp\/product\/[^/?#]|stores\/[^/?#])/;
const search = /^https:\/\/[^/]+\/(?:s(?:[/?#]|$)|gp\/search|[^?#]*\/s\?)/;

/**
 * Amazon measures product pages and Stores alone. Search results change by the hour and per visitor
 * besides: what is sold from there need not be the brand's.
 */
export function warningsOfPage(landingPage: string | null): LandingPageWarning[] {
  if (landingPage === null || measured.test(landingPage)) return [];
  return search.test(landingPage) ? ["NOT_MEASURED", "SEARCH_PAGE"] : ["NOT_MEASURED"];
}
