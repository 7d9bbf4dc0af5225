/**
 * What the redirect knows of every link, in memory: the database may be away. Programs, accounts
 * and ads are shared objects, links lie in typed arrays. Measured by the redirect benchmark:
 * 1,000,000 links of 100 partners and 10,000 ads take 60 MB.
 */
import type { CleanLink, LinkCodes } from "../../domain/link-cleanup.ts";
import { parseLandingPage } from "../../domain/landing-page.ts";
import {
  adGroupOf,
  creativeOf,
  destinationTexts,
  readTemplate,
  textsOfAdGroup,
  type DestinationTexts,
  type TagTemplate,
} from "../../domain/attribution-tag.ts";
import { marketplaceOf, type LinkPath } from "../../domain/tracking.ts";
import { filterEffects, type RiskFilter } from "../../domain/validity.ts";
import { LinkIndex, type LinkRow } from "./link-index.ts";

export interface AccountRow {
  id: string;
  /** Null for accounts that no link names: those of brands. */
  code: string | null;
  active: boolean;
}
export interface ProgramRow {
  id: string;
  code: string;
  brandId: string;
  active: boolean;
  marketplace: string;
  landingPage: string;
  /** Amazon's, as it came; null: its links carry no tag. */
  template: string | null;
  partition: number;
  riskFilter: RiskFilter;
}
export interface AdRow {
  id: string;
  code: string;
  programId: string;
  active: boolean;
  landingPage: string | null;
}
export interface TrackingLinkRow extends LinkRow {
  partnerId: string;
  adId: string;
}

/** A readable name; what is called by it was there before. */
export interface LinkNameRow {
  id: string;
  name: string;
  partnerId: string;
  adId: string;
}

/** A checked landing page with the program's tag, but for ad group and creative. */
interface Landing {
  page: string;
  texts: DestinationTexts;
}
interface Account {
  ordinal: number;
  id: string;
  code: string | null;
  active: boolean;
}
interface Program {
  row: ProgramRow;
  brand: Account;
  host: string;
  template: TagTemplate | null;
  landing: Landing;
}
interface Ad {
  ordinal: number;
  id: string;
  code: string;
  active: boolean;
  program: Program;
  landingPage: string | null;
  /**
   * Made at the first click: most ads of a large table wait long for one. Null: none of its own, or
   * not permitted.
   */
  landing: Landing | null | undefined;
}

export interface Target {
  brand: string;
  partner: string;
  partnerCode: string;
  program: string;
  part: number;
  ad: string;
  adCode: string;
  link: string;
  sharedId: string | null;
  test: boolean;
  programActive: boolean;
  partnerActive: boolean;
  adActive: boolean;
  /** Whether a click that carries a risk signal may lead to credited sales. */
  creditsRisky: boolean;
  landingPage: string;
  host: string;
  /** The destination but for the creative: `addressBehind(target, sharedId)`. */
  texts: readonly string[];
  /** It leads to the program's page in place of the ad's own. */
  fallback: boolean;
}

/** Where a click on this target leads; the shared id may come from the request. */
export const addressBehind = (
  { texts, adCode, fallback }: Pick<Target, "texts" | "adCode" | "fallback">,
  sharedId: string | null,
): string => texts.join(creativeOf(adCode, sharedId, fallback));

/** Whose request it was, as far as a link that leads nowhere says it. */
export interface KnownParts {
  brand: string | null;
  partner: string | null;
  program: string | null;
}

/** What was stored had been read; what cannot be read measures nothing and is no tag. */
function templateOf({ template }: ProgramRow): TagTemplate | null {
  const read = template === null ? null : readTemplate(template);
  return read?.ok ? read.value : null;
}

function landingOf(
  program: ProgramRow,
  template: TagTemplate | null,
  text: string,
): Landing | null {
  const marketplace = marketplaceOf(program.marketplace);
  if (!marketplace) return null;
  const checked = parseLandingPage(text, marketplace);
  if (!checked.ok) return null;
  return {
    page: checked.value,
    texts: destinationTexts(checked.value, template, program.code),
  };
}

export class LinkTable {
  readonly #accounts = new Map<string, Account>();
  readonly #partnersByCode = new Map<string, Account>();
  readonly #programs = new Map<string, Program>();
  readonly #programsByCode = new Map<string, Program>();
  readonly #ads = new Map<string, Ad>();
  readonly #adsByCode = new Map<string, Ad>();
  readonly #links = new LinkIndex();
  readonly #names = new Map<string, LinkNameRow>();

  get size(): number {
    return this.#links.size;
  }

  /** Null when the table holds no such link; whether there is none is for the database to say. */
  find(path: LinkPath): Target | null {
    const ad = this.#adsByCode.get(path.ad);
    return ad && ad.program.row.code === path.program ? this.#target(ad, path.partner) : null;
  }

  /**
   * The link that a cleaned one means: every code matched exactly. Where partner and ad name a
   * link, its program may be missing, cut short or run together with what followed it.
   */
  findClean({ paths, pairs }: CleanLink): Target | null {
    for (const path of paths) {
      const target = this.find(path);
      if (target) return target;
    }
    for (const { partner, ad: adCode, program } of pairs) {
      const ad = adCode === null ? undefined : this.#adsByCode.get(adCode);
      const code = ad?.program.row.code ?? "";
      if (
        !ad ||
        partner === null ||
        !(code.startsWith(program ?? "") || (program ?? "").startsWith(code))
      )
        continue;
      const target = this.#target(ad, partner);
      if (target) return target;
    }
    return null;
  }

  /** Null when the table holds no such name, or not yet what is called by it. */
  findNamed(name: string): Target | null {
    const named = this.#names.get(name);
    const ad = named && this.#ads.get(named.adId);
    const code = named && this.#accounts.get(named.partnerId)?.code;
    return ad && code ? this.#target(ad, code) : null;
  }

  knownParts(codes: LinkCodes): KnownParts {
    const program =
      this.#programsByCode.get(codes.program ?? "") ?? this.#adsByCode.get(codes.ad ?? "")?.program;
    const partner = this.#partnersByCode.get(codes.partner ?? "");
    return {
      brand: program?.brand.id ?? null,
      partner: partner?.id ?? null,
      program: program?.row.id ?? null,
    };
  }

  #target(ad: Ad, partnerCode: string): Target | null {
    const partner = this.#partnersByCode.get(partnerCode);
    if (!partner) return null;
    const at = this.#links.find(partner.ordinal, ad.ordinal);
    if (at === -1) return null;
    const { program } = ad;
    const programActive = program.row.active && program.brand.active;
    const standing = programActive && partner.active && ad.active;
    const own = standing ? this.#landingOfAd(ad) : null;
    const landing = own ?? program.landing;
    const test = this.#links.isTest(at);
    return {
      brand: program.brand.id,
      partner: partner.id,
      partnerCode,
      program: program.row.id,
      part: program.row.partition,
      ad: ad.id,
      adCode: ad.code,
      link: this.#links.idOf(at),
      sharedId: this.#links.sharedIdOf(at),
      test,
      programActive,
      partnerActive: partner.active,
      adActive: ad.active,
      creditsRisky: filterEffects[program.row.riskFilter].credits,
      landingPage: landing.page,
      host: program.host,
      texts: textsOfAdGroup(landing.texts, adGroupOf(partnerCode, test)),
      fallback: own === null && ad.landingPage !== null,
    };
  }

  #landingOfAd(ad: Ad): Landing | null {
    if (ad.landing === undefined)
      ad.landing =
        ad.landingPage === null
          ? null
          : landingOf(ad.program.row, ad.program.template, ad.landingPage);
    return ad.landing;
  }

  hasAccount = (id: string): boolean => this.#accounts.has(id);
  hasProgram = (id: string): boolean => this.#programs.has(id);
  hasAd = (id: string): boolean => this.#ads.has(id);

  setAccount(row: AccountRow): void {
    let account = this.#accounts.get(row.id);
    if (!account) {
      account = { ordinal: this.#accounts.size, ...row };
      this.#accounts.set(row.id, account);
    }
    account.active = row.active;
    if (row.code !== null) this.#partnersByCode.set(row.code, account);
  }

  /**
   * False when its brand is not there or Amazon has no such marketplace. A landing page that is not
   * permitted gives way to the marketplace's own page.
   */
  setProgram(row: ProgramRow): boolean {
    const brand = this.#accounts.get(row.brandId);
    const host = marketplaceOf(row.marketplace)?.host;
    const template = templateOf(row);
    const landing =
      landingOf(row, template, row.landingPage) ?? landingOf(row, template, `https://${host}/`);
    if (!brand || !host || !landing) return false;
    const known = this.#programs.get(row.id);
    if (!known) {
      const program = { row, brand, host, template, landing };
      this.#programs.set(row.id, program);
      this.#programsByCode.set(row.code, program);
      return true;
    }
    Object.assign(known, { row, brand, host, template, landing });
    for (const ad of this.#ads.values()) if (ad.program === known) ad.landing = undefined;
    return true;
  }

  /** False when its program is not there. */
  setAd(row: AdRow): boolean {
    const program = this.#programs.get(row.programId);
    if (!program) return false;
    const { id, code, active, landingPage } = row;
    const known = this.#ads.get(id);
    if (known) Object.assign(known, { active, landingPage, program, landing: undefined });
    else {
      const ad: Ad = {
        ordinal: this.#ads.size,
        id,
        code,
        active,
        program,
        landingPage,
        landing: undefined,
      };
      this.#ads.set(id, ad);
      this.#adsByCode.set(code, ad);
    }
    return true;
  }

  setName(row: LinkNameRow): void {
    this.#names.set(row.name, row);
  }

  /** False when its partner or ad is not there. */
  setLink(row: TrackingLinkRow): boolean {
    const partner = this.#accounts.get(row.partnerId);
    const ad = this.#ads.get(row.adId);
    if (!partner || !ad) return false;
    this.#links.set(partner.ordinal, ad.ordinal, row);
    return true;
  }
}
