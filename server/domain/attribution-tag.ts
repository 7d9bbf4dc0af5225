/**
 * Amazon's attribution tag: a template as Amazon gives it for a publisher, filled with whose click
 * it is. It is kept as it came and never composed: its last number belongs to the integrator, so a
 * composed one measures nothing. One tag (campaign, ad group, creative) leads to one landing page.
 */
import { accept, refuse, type Result } from "./result.ts";
import { nameIn, partsOf } from "./tracking.ts";
import { quoted } from "./values/text.ts";

type TagSlot = "campaign" | "adGroup" | "creative";

/** A placeholder's beginning, in small letters, and what fills it; the longer beginning first. */
const slotsByName: readonly (readonly [beginning: string, slot: TagSlot])[] = [
  ["insertcampaign", "campaign"],
  ["insertadgroup", "adGroup"],
  ["insertcreative", "creative"],
  ["insertad", "creative"],
];
const missingWords: Record<TagSlot, string> = {
  campaign: "{insertCampaign…}",
  adGroup: "{insertAdGroup…}",
  creative: "{insertCreative…} or {insertAd…}",
};

export interface TagTemplate {
  /** What stands around the placeholders: one text more than there are slots. */
  texts: readonly string[];
  slots: readonly TagSlot[];
  /** Its parameters in their order, as they are written. */
  parameters: readonly string[];
}

const templateLengthMax = 2_000;
type TemplateFault = "BAD_TEMPLATE";
const bad = (why: string) => refuse("BAD_TEMPLATE" as const, why, "template");

const slotOf = (placeholder: string): TagSlot | undefined =>
  slotsByName.find(([beginning]) => placeholder.toLowerCase().startsWith(beginning))?.[1];

/** Cuts the text at its placeholders; the first that means nothing here is told instead. */
function cut(text: string): Omit<TagTemplate, "parameters"> | { unknown: string } {
  const texts: string[] = [];
  const slots: TagSlot[] = [];
  let from = 0;
  for (const found of text.matchAll(/\{([^{}]*)\}/g)) {
    const slot = slotOf(found[1] ?? "");
    if (!slot) return { unknown: found[0] };
    texts.push(text.slice(from, found.index));
    slots.push(slot);
    from = found.index + found[0].length;
  }
  return { texts: [...texts, text.slice(from)], slots };
}

/** Reads a template as Amazon gives it, e.g. "?maas=…&aa_campaignid={insertCampaignId}&…". */
export function readTemplate(text: string): Result<TagTemplate, TemplateFault> {
  if (text.length > templateLengthMax)
    return bad(`Amazon's tag template has more than ${templateLengthMax} characters`);
  const query = text.replace(/^[?&]/, "");
  if (!/^[!-~]*$/.test(query) || /["#<>\\^`|]/.test(query))
    return bad("Amazon's tag template holds a character that no address may hold");
  const pieces = cut(query);
  if ("unknown" in pieces)
    return bad(
      `Amazon's tag template has a placeholder that is not known here: ${quoted(pieces.unknown)}`,
    );
  if (pieces.texts.some((piece) => /[{}]|%7[bd]/i.test(piece)))
    return bad("Amazon's tag template has a brace that belongs to no placeholder");
  for (const slot of ["campaign", "adGroup", "creative"] as const)
    if (!pieces.slots.includes(slot))
      return bad(`Amazon's tag template has no ${missingWords[slot]}: no sale could be credited`);
  const parameters = query.split("&");
  const names = parameters.map((parameter) => parameter.split("=", 1)[0] ?? "");
  if (names.some((name) => name.includes("{")))
    return bad("Amazon's tag template has a placeholder in a parameter's name");
  const strange = names.find((name) => !/^[\w.~-]*$/.test(name));
  if (strange !== undefined)
    return bad(
      `Amazon's tag template is more than parameters: ${quoted(strange)} is no parameter's name`,
    );
  return accept({ ...pieces, parameters });
}

/** As the simulator gives it for an advertiser of its own; Amazon's are asked for. */
export const simulatedTemplate = (advertiserId: string, publisherId: string): string =>
  `?maas=maas_adg_api_${advertiserId}_static_${publisherId}_1&ref_=aa_maas&tag=maas` +
  "&aa_campaignid={insertCampaignId}&aa_adgroupid={insertAdGroupId}&aa_creativeid={insertAdId}";

/** Of Amazon's tags and of its Associates: what a page brings of them would be a second tag. */
const ofTags = [
  "maas",
  "ref_",
  "tag",
  "aa_campaignid",
  "aa_adgroupid",
  "aa_creativeid",
  "linkcode",
  "linkid",
  "ascsubtag",
];
const namesOf = ({ parameters }: TagTemplate): string[] =>
  parameters.map((parameter) => nameIn(parameter).toLowerCase());

/** A parameter of another's tag; `ref_` is Amazon's own in most pages, and then no part of one. */
export function isLeftOver(parameter: string): boolean {
  const name = nameIn(parameter).trim().toLowerCase();
  return name === "ref_" ? /=(?:aa_maas|as_)/i.test(parameter) : ofTags.includes(name);
}

/**
 * A page's own query without the tags' parameters, byte for byte: who built it knows what its page
 * reads. Amazon reads them whatever their capitals.
 */
function ownQuery(query: string, template: TagTemplate): string {
  if (query === "") return "";
  const names = new Set([...ofTags, ...namesOf(template)]);
  const own = query
    .split("&")
    .filter((parameter) => !names.has(nameIn(parameter).trim().toLowerCase()));
  return own.length > 0 ? `${own.join("&")}&` : "";
}

/**
 * A destination but for ad group and creative, which are known at the click: joined by the ad group
 * inside and then by the creative, it is the address.
 */
export type DestinationTexts = readonly (readonly string[])[];

/** Without a template there is no tag: the page as it is. */
export function destinationTexts(
  landingPage: string,
  template: TagTemplate | null,
  program: string,
): DestinationTexts {
  if (!template) return [[landingPage]];
  const { path, query, fragment } = partsOf(landingPage);
  const texts = [[`${path}?${ownQuery(query, template)}${template.texts[0] ?? ""}`]];
  const append = (text: string): void => {
    const last = texts.at(-1) ?? [];
    last[last.length - 1] += text;
  };
  for (const [i, slot] of template.slots.entries()) {
    const next = template.texts[i + 1] ?? "";
    if (slot === "campaign") append(program + next);
    else if (slot === "adGroup") texts.at(-1)?.push(next);
    else texts.push([next]);
  }
  append(fragment);
  return texts;
}

/** The same with the ad group: joined by the creative, it is the address. */
export const textsOfAdGroup = (texts: DestinationTexts, adGroup: string): string[] =>
  texts.map((text) => text.join(adGroup));

export interface TagIds {
  /** The program's code. */
  program: string;
  /** `adGroupOf` a partner. */
  adGroup: string;
  /** `creativeOf` an ad. */
  creative: string;
}

/** Where a link leads: the landing page with its own query and anchor, and the filled tag. */
export const destinationOf = (
  landingPage: string,
  template: TagTemplate | null,
  { program, adGroup, creative }: TagIds,
): string =>
  textsOfAdGroup(destinationTexts(landingPage, template, program), adGroup).join(creative);

const fieldOf = { campaign: "program", adGroup: "adGroup", creative: "creative" } as const;

/**
 * What a destination says by this template; null when a parameter of the tag is missing, stands
 * twice, or is not as the template has it.
 */
export function readTag(destination: string, template: TagTemplate): TagIds | null {
  const query = partsOf(destination).query.split("&");
  const read: Partial<TagIds> = {};
  for (const parameter of template.parameters) {
    const name = nameIn(parameter).toLowerCase();
    const said = query.filter((each) => nameIn(each).toLowerCase() === name);
    const { texts, slots } = cut(parameter) as TagTemplate;
    const found = new RegExp(`^${texts.map((text) => RegExp.escape(text)).join("([^&]+?)")}$`).exec(
      said[0] ?? "",
    );
    if (said.length !== 1 || !found) return null;
    for (const [i, slot] of slots.entries()) read[fieldOf[slot]] = found[i + 1] ?? "";
  }
  return read as TagIds;
}

const testGroup = "-test";
/** An ad group is a partner; its test links have one of their own. */
export const adGroupOf = (partner: string, isTest: boolean): string =>
  isTest ? partner + testGroup : partner;
export const readAdGroup = (adGroup: string): { partner: string; isTest: boolean } =>
  adGroup.endsWith(testGroup)
    ? { partner: adGroup.slice(0, -testGroup.length), isTest: true }
    : { partner: adGroup, isTest: false };

/** Of Amazon's ids. */
const idLengthMax = 255;
const fallbackMark = "_off";
/**
 * A creative is an ad with its shared id, so that no tag stands on two pages. Where the ad's own
 * page gives way to the program's, it is another. A shared id that is too long beside the code is
 * cut: the ad, and so the page, stays sure.
 */
export const creativeOf = (ad: string, sharedId: string | null, fallback = false): string =>
  `${ad}${fallback ? fallbackMark : ""}${sharedId === null ? "" : `-${sharedId}`}`.slice(
    0,
    idLengthMax,
  );

/** What `creativeOf` wrote; null: nothing of this form. */
export function readCreative(
  creative: string,
): { ad: string; sharedId: string | null; fallback: boolean } | null {
  const found = /^([0-9a-z]{4,32})(_off)?(?:-([0-9A-Za-z]+))?$/.exec(creative);
  if (!found) return null;
  const [, ad = "", mark, sharedId = null] = found;
  return { ad, sharedId, fallback: mark !== undefined };
}
