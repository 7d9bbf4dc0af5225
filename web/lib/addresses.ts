/**
 * Every page of a program, told once: where it stands below the program's own address. The sidebar,
 * the tabs, links and what once stood elsewhere all read it.
 */
import type { Space } from "./spaces.ts";

const brand = {
  today: "",
  explore: "/explore",
  clicks: "/explore/clicks",
  conversions: "/explore/conversions",
  reconciliation: "/explore/reconciliation",
  held: "/explore/held",
  alerts: "/explore/alerts",
  views: "/explore/views",
  partners: "/partners",
  links: "/partners/links",
  verify: "/partners/verify",
  inquiries: "/partners/inquiries",
  contracts: "/deals/contracts",
  changes: "/deals/changes",
  terms: "/deals/terms",
  campaigns: "/deals/terms/campaigns",
  lists: "/deals/terms/lists",
  audit: "/deals/audit",
  limits: "/money/limits",
  owed: "/money/owed",
  statements: "/money/statements",
  ledger: "/money/ledger",
  exports: "/money/exports",
  setUp: "/set-up",
} as const;
const partner = {
  home: "",
  explore: "/earnings",
  clicks: "/earnings/clicks",
  conversions: "/earnings/conversions",
  views: "/earnings/views",
  inquiries: "/earnings/inquiries",
  links: "/links",
  verify: "/links/verify",
  contracts: "/deals",
  owed: "/money/owed",
  statements: "/money/statements",
  ledger: "/money/ledger",
  exports: "/money/exports",
} as const;

export type BrandPage = keyof typeof brand;
export type PartnerPage = keyof typeof partner;
export type BrandPages = Readonly<Record<BrandPage, string>>;
export type PartnerPages = Readonly<Record<PartnerPage, string>>;
/** What both spaces have. */
export type SharedPages = Readonly<Record<BrandPage & PartnerPage, string>>;

const below = <K extends string>(base: string, paths: Readonly<Record<K, string>>) =>
  Object.fromEntries(
    Object.entries<string>(paths).map(([page, path]) => [page, base + path]),
  ) as Record<K, string>;

export const brandPages = (program: string): BrandPages => below(`/b/${program}`, brand);
export const partnerPages = (program: string): PartnerPages => below(`/p/${program}`, partner);
export const pagesOf = (space: Exclude<Space, "operator">, program: string): SharedPages =>
  space === "brand" ? brandPages(program) : partnerPages(program);

/** Where pages once stood, the deeper first. What stood below them stands below the new address. */
const moved: Readonly<Record<"b" | "p", readonly (readonly [from: string, to: string])[]>> = {
  b: [
    ["/reporting/sales", brand.conversions],
    ["/reporting", brand.explore],
    ["/links", brand.links],
    ["/verify", brand.verify],
    ["/inquiries", brand.inquiries],
    ["/contracts/changes", brand.changes],
    ["/contracts/change", brand.changes],
    ["/contracts/audit", brand.audit],
    ["/contracts", brand.contracts],
    ["/terms", brand.terms],
    ["/limits", brand.limits],
    ["/payouts", brand.statements],
    ["/ledger", brand.ledger],
    ["/exports", brand.exports],
    ["/settings", brand.setUp],
  ],
  p: [
    ["/performance/sales", partner.conversions],
    ["/performance", partner.explore],
    ["/clicks", partner.clicks],
    ["/inquiries", partner.inquiries],
    ["/verify", partner.verify],
    ["/contract", partner.contracts],
    ["/payouts", partner.statements],
    ["/ledger", partner.ledger],
    ["/exports", partner.exports],
  ],
};
/** Places without a page of their own show their first one. */
const firsts: Readonly<Record<"b" | "p", Readonly<Record<string, string>>>> = {
  b: { "/deals": brand.contracts, "/money": brand.limits },
  p: { "/money": partner.owed },
};

/** The address of today for one of before, without a query; null where it is one of today. */
export function movedTo(path: string): string | null {
  const [, space, program, rest] = /^\/([bp])\/([^/]+)(\/.+)$/.exec(path) ?? [];
  if ((space !== "b" && space !== "p") || rest === undefined) return null;
  const base = `/${space}/${program}`;
  const first = firsts[space][rest];
  if (first !== undefined) return base + first;
  const found = moved[space].find(([from]) => rest === from || rest.startsWith(`${from}/`));
  return found ? base + found[1] + rest.slice(found[0].length) : null;
}
