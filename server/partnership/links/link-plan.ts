/**
 * Many links at once, planned: which rows name a link that there is, which one that is to be made,
 * and what is wrong with the others. Pure: the preview shows the plan, the mutation carries it out.
 */
import type { ErrorCode } from "../../domain/codes.ts";
import { readLandingPage } from "../../domain/landing-page.ts";
import type { Marketplace } from "../../domain/tracking.ts";
import type { Ad } from "../programs/ad.entity.ts";
import { linkExistsFault, nameFault, sharedIdFault, sharedIdWords } from "./link-gates.ts";

export const linkColumns = ["partner", "page", "ad", "name", "sharedId"] as const;
export type LinkColumn = (typeof linkColumns)[number];
/** As it was given; what is empty says nothing. */
export interface AskedLink extends Partial<Record<LinkColumn, string | null>> {
  row: number;
}
export interface LinkFault {
  row: number;
  column: LinkColumn;
  code: ErrorCode;
  message: string;
}
export interface PartnerChoice {
  id: string;
  name: string;
  code: string;
}
export interface AdChoice {
  id: string;
  name: string;
  code: string;
  type: Ad["type"];
}
export interface KnownLink {
  id: string;
  partner: string;
  ad: string;
  /** Of a deep link. */
  page: string | null;
  sharedId: string | null;
  name: string;
}
export interface LinkGround {
  marketplace: Marketplace;
  partners: readonly PartnerChoice[];
  /** Null: rows name their partner. */
  own: PartnerChoice | null;
  ads: readonly AdChoice[];
}
/** A row that can be a link. */
export interface ReadLink {
  row: number;
  partner: PartnerChoice;
  /** To an ad that there is, or to a page, for which an ad is made. */
  to: { ad: AdChoice } | { page: string };
  name: string;
  sharedId: string | null;
}
export interface PlannedLink extends ReadLink {
  /** The link that there is, or the earlier row that makes it; null: it is made. */
  known: string | { row: number } | null;
}

const small = (text: string): string => text.trim().toLowerCase();

class RowFault extends Error {
  readonly fault: Omit<LinkFault, "row">;
  constructor(column: LinkColumn, code: ErrorCode, message: string) {
    super(message);
    this.fault = { column, code, message };
  }
}

function byName<T extends { id: string; name: string; code: string }>(
  column: LinkColumn,
  choices: readonly T[],
  text: string,
  what: string,
): T {
  const wanted = small(text);
  const exact = choices.find(({ id, code }) => id === wanted || small(code) === wanted);
  if (exact) return exact;
  const called = choices.filter(({ name }) => small(name) === wanted);
  const [one] = called;
  if (one && called.length === 1) return one;
  const why = one
    ? `${called.length} ${what}s are called “${text}”: give the code instead of the name`
    : `There is no ${what} “${text}” in your account: write its name or code as it is listed`;
  throw new RowFault(column, "NOT_FOUND", why);
}

function partnerOf({ partner }: AskedLink, { partners, own }: LinkGround): PartnerChoice {
  const text = partner?.trim() ?? "";
  if (text !== "") return byName("partner", own ? [own] : partners, text, "partner");
  if (own) return own;
  throw new RowFault("partner", "PARTNER_REQUIRED", "Say which partner the link credits");
}

function targetOf({ page, ad }: AskedLink, ground: LinkGround): ReadLink["to"] {
  const [pageText, adText] = [page?.trim() ?? "", ad?.trim() ?? ""];
  if (pageText !== "" && adText !== "")
    throw new RowFault("ad", "AD_OR_LANDING_PAGE", "Give an ad or a page, not both");
  if (adText !== "") return { ad: byName("ad", ground.ads, adText, "ad") };
  if (pageText === "") {
    const program = ground.ads.find(({ type }) => type === "ONLINE_TRACKING_LINK");
    if (!program) throw new Error("targetOf: the program has no link of its own");
    return { ad: program };
  }
  const read = readLandingPage(pageText, ground.marketplace);
  if (!read.ok) throw new RowFault("page", read.code, read.message);
  return { page: read.value };
}

const asinIn = (page: string): string | null =>
  /\/dp\/([0-9A-Z]{10})(?:[/?#]|$)/.exec(page)?.[1] ?? null;

function readLink(asked: AskedLink, ground: LinkGround): ReadLink {
  const partner = partnerOf(asked, ground);
  const to = targetOf(asked, ground);
  const name = asked.name?.trim() ?? "";
  const tooLong = nameFault(name);
  if (tooLong) throw new RowFault("name", tooLong.code, tooLong.message);
  const sharedId = asked.sharedId?.trim() || null;
  const unfit = sharedId === null ? null : sharedIdFault(sharedId);
  if (unfit) throw new RowFault("sharedId", unfit.code, unfit.message);
  const usual = "ad" in to ? to.ad.name : (asinIn(to.page) ?? "Deep link");
  return { row: asked.row, partner, to, name: name || usual, sharedId };
}

/** Every row is either read or has its fault. */
export function readLinks(
  rows: readonly AskedLink[],
  ground: LinkGround,
): { links: ReadLink[]; faults: LinkFault[] } {
  const links: ReadLink[] = [];
  const faults: LinkFault[] = [];
  for (const asked of rows)
    try {
      links.push(readLink(asked, ground));
    } catch (error) {
      if (!(error instanceof RowFault)) throw error;
      faults.push({ row: asked.row, ...error.fault });
    }
  return { links, faults };
}

const keyOf = ({ partner, to, sharedId }: ReadLink): string =>
  "ad" in to ? `${partner.id} ${to.ad.id}` : `${partner.id} ${to.page} ${sharedId ?? ""}`;
const keyOfKnown = ({ partner, ad, page, sharedId }: KnownLink): string =>
  page === null ? `${partner} ${ad}` : `${partner} ${page} ${sharedId ?? ""}`;

/** An ad has one link for each partner, a page one for each shared id of a partner. */
export function planLinks(
  links: readonly ReadLink[],
  known: readonly KnownLink[],
): { planned: PlannedLink[]; faults: LinkFault[] } {
  const faults: LinkFault[] = [];
  const byKey = new Map(known.map((link) => [keyOfKnown(link), link]));
  const made = new Map<string, ReadLink>();
  const planned = links.map((link): PlannedLink => {
    const [there, before] = [byKey.get(keyOf(link)), made.get(keyOf(link))];
    const first = there ?? before;
    if ("ad" in link.to && first && link.sharedId !== null && first.sharedId !== link.sharedId)
      faults.push({
        row: link.row,
        column: "sharedId",
        ...linkExistsFault(first, sharedIdWords(first.sharedId)),
      });
    if (there) return { ...link, known: there.id };
    if (before) return { ...link, known: { row: before.row } };
    made.set(keyOf(link), link);
    return { ...link, known: null };
  });
  return { planned, faults };
}
