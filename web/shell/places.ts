/**
 * The sidebar's places and the pages in each, told once: who sees them, and whether live and test
 * data are chosen there. Words are in "nav"; addresses in `lib/addresses.ts`.
 */
import type { useTranslations } from "next-intl";
import {
  Building2,
  ChartColumn,
  Code,
  FileText,
  HeartPulse,
  House,
  Inbox,
  LayoutDashboard,
  Link2,
  ListChecks,
  CirclePause,
  ReceiptText,
  Settings,
  SlidersHorizontal,
  Users,
  type LucideIcon,
} from "lucide-react";
import { brandPages, partnerPages } from "../lib/addresses.ts";
import type { Space } from "../lib/spaces.ts";

type Word = Parameters<ReturnType<typeof useTranslations<"nav">>>[0];

export interface PlacePage {
  /** Message key in "nav". */
  key: Word;
  href: string;
  /** Not shown without it. */
  right?: string;
  /** Live, test or both is chosen here, not on the pages below. */
  hasMode?: boolean;
  /** What stands below its address is not part of it. */
  alone?: boolean;
}
export interface Place {
  key: Word;
  icon: LucideIcon;
  /** The first is opened; side by side where there are more. */
  pages: readonly PlacePage[];
  /** The filters in the address go along from page to page. */
  keepsView?: boolean;
}

const brandPlaces = (at: ReturnType<typeof brandPages>): Place[] => [
  {
    key: "today",
    icon: LayoutDashboard,
    pages: [{ key: "today", href: at.today, hasMode: true, alone: true }],
  },
  {
    key: "explore",
    icon: ChartColumn,
    keepsView: true,
    pages: [
      { key: "overview", href: at.explore, right: "reports:read", hasMode: true },
      { key: "clicks", href: at.clicks, right: "clicks:read", hasMode: true },
      { key: "conversions", href: at.conversions, right: "sales:read", hasMode: true },
      { key: "alerts", href: at.alerts, right: "reports:read" },
      { key: "reconciliation", href: at.reconciliation, right: "reports:read" },
      { key: "held", href: at.held, right: "reports:read" },
    ],
  },
  {
    key: "partners",
    icon: Users,
    pages: [
      { key: "partners", href: at.partners, right: "account:read" },
      { key: "links", href: at.links, right: "links:read" },
      { key: "verify", href: at.verify, right: "reports:read" },
      { key: "inquiries", href: at.inquiries, right: "sales:read" },
    ],
  },
  {
    key: "deals",
    icon: FileText,
    pages: [
      { key: "contracts", href: at.contracts, right: "contracts:read" },
      { key: "changes", href: at.changes, right: "contracts:draft" },
      { key: "terms", href: at.terms, right: "terms:read" },
      { key: "campaigns", href: at.campaigns, right: "terms:read" },
      { key: "lists", href: at.lists, right: "terms:write" },
      { key: "audit", href: at.audit, right: "contracts:read" },
    ],
  },
  {
    key: "money",
    icon: ReceiptText,
    pages: [
      { key: "limits", href: at.limits, right: "contracts:read" },
      { key: "owed", href: at.owed, right: "payouts:read" },
      { key: "statements", href: at.statements, right: "payouts:read" },
      { key: "ledger", href: at.ledger, right: "payouts:read" },
      { key: "exports", href: at.exports, right: "exports:read" },
    ],
  },
  {
    key: "setUp",
    icon: SlidersHorizontal,
    pages: [{ key: "program", href: at.setUp, right: "programs:read" }],
  },
];

const partnerPlaces = (at: ReturnType<typeof partnerPages>): Place[] => [
  {
    key: "home",
    icon: House,
    pages: [{ key: "home", href: at.home, hasMode: true, alone: true }],
  },
  {
    key: "earnings",
    icon: ChartColumn,
    keepsView: true,
    pages: [
      { key: "overview", href: at.explore, right: "reports:read", hasMode: true },
      { key: "clicks", href: at.clicks, right: "clicks:read", hasMode: true },
      { key: "conversions", href: at.conversions, right: "sales:read", hasMode: true },
      { key: "inquiries", href: at.inquiries, right: "sales:read" },
    ],
  },
  {
    key: "links",
    icon: Link2,
    pages: [
      { key: "links", href: at.links, right: "links:read" },
      { key: "verify", href: at.verify, right: "reports:read" },
    ],
  },
  {
    key: "deals",
    icon: FileText,
    pages: [{ key: "deals", href: at.contracts, right: "contracts:read" }],
  },
  {
    key: "money",
    icon: ReceiptText,
    pages: [
      { key: "owed", href: at.owed, right: "payouts:read" },
      { key: "statements", href: at.statements, right: "payouts:read" },
      { key: "ledger", href: at.ledger, right: "payouts:read" },
      { key: "exports", href: at.exports, right: "exports:read" },
    ],
  },
];

/** A place that is one page. */
const single = (key: Word, icon: LucideIcon, href: string, right?: string): Place => ({
  key,
  icon,
  pages: [{ key, href, ...(right === undefined ? {} : { right }) }],
});
const operatorPlaces: Place[] = [
  {
    key: "health",
    icon: HeartPulse,
    pages: [{ key: "health", href: "/operator", right: "platform:health", alone: true }],
  },
  single("cpcRequests", ListChecks, "/operator/requests", "platform:review"),
  single("accounts", Building2, "/operator/accounts", "platform:review"),
  single("parked", CirclePause, "/operator/parked", "parked:release"),
  single("outbox", Inbox, "/operator/outbox", "outbox:read"),
];
const commonPlaces = (space: Space): Place[] => [
  ...(space === "operator" ? [] : [single("developer", Code, "/dev", "account:read")]),
  single("settings", Settings, "/settings"),
];

export interface Standing {
  space: Space;
  programCode: string | null;
  rights: readonly string[];
}
/** The sidebar's two groups: the program's places, and the account's. Places without a page go. */
export function placesOf({ space, programCode, rights }: Standing): {
  program: Place[];
  account: Place[];
} {
  const seen = (places: readonly Place[]): Place[] =>
    places
      .map((place) => ({
        ...place,
        pages: place.pages.filter(({ right }) => right === undefined || rights.includes(right)),
      }))
      .filter(({ pages }) => pages.length > 0);
  const own = (): readonly Place[] => {
    if (space === "operator") return operatorPlaces;
    if (programCode === null) return [];
    return space === "brand"
      ? brandPlaces(brandPages(programCode))
      : partnerPlaces(partnerPages(programCode));
  };
  return { program: seen(own()), account: seen(commonPlaces(space)) };
}

const covers = ({ href, alone }: PlacePage, path: string): boolean =>
  path === href || (alone !== true && path.startsWith(`${href}/`));

/** The page that an address shows, or stands below: the deepest one; null outside of all. */
export function pageAt(places: readonly Place[], path: string): PlacePage | null {
  const found = places.flatMap(({ pages }) => pages.filter((page) => covers(page, path)));
  return found.toSorted((a, b) => b.href.length - a.href.length)[0] ?? null;
}
/** The place that an address belongs to, also that of a page which stands in no list. */
export function placeAt(places: readonly Place[], path: string): Place | null {
  const page = pageAt(places, path);
  return places.find(({ pages }) => page !== null && pages.includes(page)) ?? null;
}
