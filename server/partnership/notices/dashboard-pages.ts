/**
 * The dashboard's pages that letters lead to. The dashboard knows its own addresses; here stand
 * those that mails name, and a test holds that each has a page.
 */
import type { AccountKind } from "../../platform/auth/rights.ts";

interface PagesOfLetters {
  alerts: string;
  contracts: string;
  exports: string;
  explore: string;
  held: string;
  inquiries: string;
  limits: string;
  verify: string;
}
/** Below a program's address in each space. */
const below: Readonly<Record<"BRAND" | "PARTNER", Readonly<PagesOfLetters>>> = {
  BRAND: {
    alerts: "explore/alerts",
    contracts: "deals/contracts",
    exports: "money/exports",
    explore: "explore",
    held: "explore/held",
    inquiries: "partners/inquiries",
    limits: "money/limits",
    verify: "partners/verify",
  },
  // What a brand alone is told of leads a partner to its own figures.
  PARTNER: {
    alerts: "earnings",
    contracts: "deals",
    exports: "money/exports",
    explore: "earnings",
    held: "earnings",
    inquiries: "earnings/inquiries",
    limits: "deals",
    verify: "links/verify",
  },
};

export type LetterPage = keyof PagesOfLetters;
/** Where everybody reads what it was told, line by line. */
export const noticesPage = "/notices";
/** Where each person chooses how to be told. */
export const preferencesPage = "/settings/notices";
/** Where a brand sees its domains for links. */
export const domainsPage = "/settings/domains";
/** Where the operator decides on requests. */
export const requestsPage = "/operator/requests";

/** Address of a page of a program, as somebody of an account of this kind opens it. */
export function pageOfLetter(
  publicUrl: string,
  { kind, program }: { kind: AccountKind | null; program: string },
  page: LetterPage,
): string {
  const isBrand = kind === "BRAND";
  const path = below[isBrand ? "BRAND" : "PARTNER"][page];
  return `${publicUrl}/${isBrand ? "b" : "p"}/${program}/${path}`;
}
