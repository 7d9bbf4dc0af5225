/**
 * Links' paths, what partners add behind them, and Amazon's storefronts. A destination's host comes
 * from the stored landing page, which was checked against the marketplace's exact host list;
 * nothing in a request can name one. Its tag: attribution-tag.ts.
 */
export interface Marketplace {
  /** ISO 3166-1 alpha-2 of the storefront's country. */
  country: string;
  host: string;
  currency: string;
  /** The zone in which Amazon cuts its report dates for this marketplace. */
  zone: string;
}

const row = (country: string, domain: string, currency: string, zone: string): Marketplace => ({
  country,
  host: `www.${domain}`,
  currency,
  zone,
});
/** Amazon's storefronts. Exact hosts, never suffixes. */
export const marketplaces: readonly Marketplace[] = [
  row("US", "amazon.com", "USD", "America/Los_Angeles"),
  row("CA", "amazon.ca", "CAD", "America/Los_Angeles"),
  row("MX", "amazon.com.mx", "MXN", "America/Los_Angeles"),
  row("BR", "amazon.com.br", "BRL", "America/Sao_Paulo"),
  row("GB", "amazon.co.uk", "GBP", "Europe/London"),
  row("DE", "amazon.de", "EUR", "Europe/Paris"),
  row("FR", "amazon.fr", "EUR", "Europe/Paris"),
  row("IT", "amazon.it", "EUR", "Europe/Paris"),
  row("ES", "amazon.es", "EUR", "Europe/Paris"),
  row("NL", "amazon.nl", "EUR", "Europe/Amsterdam"),
  row("SE", "amazon.se", "SEK", "Europe/Stockholm"),
  row("PL", "amazon.pl", "PLN", "Europe/Warsaw"),
  row("BE", "amazon.com.be", "EUR", "Europe/Brussels"),
  row("IE", "amazon.ie", "EUR", "Europe/Dublin"),
  row("TR", "amazon.com.tr", "TRY", "Europe/Istanbul"),
  row("EG", "amazon.eg", "EGP", "Africa/Cairo"),
  row("SA", "amazon.sa", "SAR", "Asia/Riyadh"),
  row("AE", "amazon.ae", "AED", "Asia/Dubai"),
  row("ZA", "amazon.co.za", "ZAR", "Africa/Johannesburg"),
  row("IN", "amazon.in", "INR", "Asia/Kolkata"),
  row("JP", "amazon.co.jp", "JPY", "Asia/Tokyo"),
  row("SG", "amazon.sg", "SGD", "Asia/Singapore"),
  row("AU", "amazon.com.au", "AUD", "Australia/Sydney"),
];
export const marketplaceOf = (country: string): Marketplace | undefined =>
  marketplaces.find((m) => m.country === country);

/** What a connected profile says of its reports; null: nothing. */
export interface ReportedIn {
  reportZone?: string | null | undefined;
  reportCurrency?: string | null | undefined;
}
/** A program's storefront; zone and currency of its profile win. */
export function storefrontOf(
  program: { marketplace: string } & ReportedIn,
): Marketplace | undefined {
  const marketplace = marketplaceOf(program.marketplace);
  return (
    marketplace && {
      ...marketplace,
      zone: program.reportZone ?? marketplace.zone,
      currency: program.reportCurrency ?? marketplace.currency,
    }
  );
}

/** Public code in link paths and attribution tags, in lower case; `newCode` mints those of 16. */
const codePattern = /^[0-9a-z]{4,32}$/;
export interface LinkPath {
  partner: string;
  ad: string;
  program: string;
}
export const linkPath = ({ partner, ad, program }: LinkPath): string =>
  `/c/${partner}/${ad}/${program}`;

/**
 * Reads "/c/{partner}/{ad}/{program}" (no query). Null for anything else: such a request is
 * MALFORMED.
 */
export function parseLinkPath(path: string): LinkPath | null {
  const parts = path.split("/");
  if (parts.length !== 5 || parts[0] !== "" || parts[1] !== "c") return null;
  const [partner, ad, program] = parts.slice(2);
  if (!partner || !ad || !program) return null;
  return codePattern.test(partner) && codePattern.test(ad) && codePattern.test(program)
    ? { partner, ad, program }
    : null;
}

/** Letters and digits, at most 255: the only form Amazon's reports give back unchanged. */
export const isSharedId = (text: string): boolean => /^[0-9A-Za-z]{1,255}$/.test(text);

/** Names of what a partner adds to a link's query, in small letters; capitals do not count. */
export const sharedIdParameter = "sharedid";
export const subIdParameters = ["subid1", "subid2", "subid3"] as const;
/** Of a custom parameter, which stands in the query behind "p.". */
export const isCustomName = (text: string): boolean => /^[\w.-]{1,64}$/.test(text);

/** A parameter's name as a page reads it; as it stands where its escapes are broken. */
export function nameIn(parameter: string): string {
  const [name = ""] = parameter.split("=");
  try {
    return decodeURIComponent(name.replaceAll("+", " "));
  } catch {
    return name;
  }
}

/**
 * The first shared or sub id in the query of a page, as it is written; null: none. They are told to
 * us behind a link, and Amazon never learns of them.
 */
export const partnersOwnIn = (search: string): string | null =>
  search
    .split(/[?&;]/)
    .map((parameter) => nameIn(parameter).trim())
    .find((name) =>
      [sharedIdParameter, ...subIdParameters].some((own) => own === name.toLowerCase()),
    ) ?? null;

/** Query and anchor of an address; "" where it has none. */
export function partsOf(page: string): { path: string; query: string; fragment: string } {
  const hash = page.indexOf("#");
  const rest = hash === -1 ? page : page.slice(0, hash);
  const question = rest.indexOf("?");
  return {
    path: question === -1 ? rest : rest.slice(0, question),
    query: question === -1 ? "" : rest.slice(question + 1),
    fragment: hash === -1 ? "" : page.slice(hash),
  };
}
