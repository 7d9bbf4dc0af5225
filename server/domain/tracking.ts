/**
 * From a link's path to its destination at Amazon. The host always comes from the stored landing
 * page, which was checked against the marketplace's exact host list; nothing in a request can name
 * one. Sources: "Amazon Seller Tracking Explained", the attribution tag as seen in public client
 * code (domain facts 9.4).
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
function nameIn(parameter: string): string {
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

export interface AttributionTag {
  /** Amazon's advertiser and publisher ids, as its non-macro tag template gives them. */
  advertiserId: string;
  publisherId: string;
  /** aa_campaignid = program, aa_adgroupid = partner; aa_creativeid = shared id, else ad. */
  program: string;
  partner: string;
}
const tagParameters = ["maas", "ref_", "tag", "aa_campaignid", "aa_adgroupid", "aa_creativeid"];

/** Amazon reads them whatever their capitals: "TAG=" beside ours would be a second one. */
const isOfTag = (name: string): boolean => tagParameters.includes(name.toLowerCase());

/**
 * A page's own query without the tag's parameters, byte for byte: who built it knows what its page
 * reads.
 */
function ownQuery(search: string): string {
  const own = search.split("&").filter((parameter) => !isOfTag(nameIn(parameter)));
  return own.length > 0 && search !== "" ? `${own.join("&")}&` : "";
}

/** Query and anchor of an address; "" where it has none. */
function partsOf(page: string): { path: string; query: string; fragment: string } {
  const hash = page.indexOf("#");
  const rest = hash === -1 ? page : page.slice(0, hash);
  const question = rest.indexOf("?");
  return {
    path: question === -1 ? rest : rest.slice(0, question),
    query: question === -1 ? "" : rest.slice(question + 1),
    fragment: hash === -1 ? "" : page.slice(hash),
  };
}

/** "#reviews" of a landing page, or "": the last part of a destination. */
export const fragmentOf = (landingPage: string): string => partsOf(landingPage).fragment;

/**
 * Everything of the destination up to the partner, which is the same for all partners of an ad.
 * The landing page keeps its path and own query; each tag parameter stands exactly once.
 */
export function destinationHead(landingPage: string, tag: Omit<AttributionTag, "partner">): string {
  const { path, query } = partsOf(landingPage);
  const [advertiser, publisher] = [tag.advertiserId, tag.publisherId].map(encodeURIComponent);
  const maas = `maas_adg_api_${advertiser}_static_${publisher}_1`;
  const own = `maas=${maas}&ref_=aa_maas&tag=maas&aa_campaignid=${tag.program}&aa_adgroupid=`;
  return `${path}?${ownQuery(query)}${own}`;
}
/**
 * Everything of the destination up to the creative, which may come from the request: append a
 * shared id or the ad's code.
 */
export const destinationPrefix = (landingPage: string, tag: AttributionTag): string =>
  `${destinationHead(landingPage, tag)}${tag.partner}&aa_creativeid=`;

/**
 * Where a link leads: the landing page with its own query and anchor, and the tag with this
 * creative.
 */
export const destinationOf = (landingPage: string, tag: AttributionTag, creative: string): string =>
  destinationPrefix(landingPage, tag) + creative + fragmentOf(landingPage);

/** What a landing URL must carry to name the partner to credit; used by verification. */
export function readTag(
  destination: string,
): { program: string; partner: string; creative: string } | null {
  const query = new URL(destination).searchParams;
  const said = [...query.keys()].filter(isOfTag);
  if (said.length !== tagParameters.length) return null;
  if (tagParameters.some((name) => !query.has(name))) return null;
  const [program, partner, creative] = [
    query.get("aa_campaignid"),
    query.get("aa_adgroupid"),
    query.get("aa_creativeid"),
  ];
  return program && partner && creative ? { program, partner, creative } : null;
}
