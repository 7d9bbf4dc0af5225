/** The entries of the sidebar, each told once: address, icon, who sees it. Words are in "nav". */
import type { useTranslations } from "next-intl";
import {
  BadgeCheck,
  BookOpenText,
  ChartColumn,
  CirclePause,
  Code,
  FileCheck,
  FileDown,
  FileText,
  Gauge,
  House,
  Inbox,
  LayoutDashboard,
  Link2,
  ListChecks,
  MessageCircleQuestionMark,
  MousePointerClick,
  ReceiptText,
  Settings,
  SlidersHorizontal,
  Users,
  type LucideIcon,
} from "lucide-react";
import type { Space } from "../lib/spaces.ts";

export interface NavItem {
  /** Message key in "nav". */
  key: Parameters<ReturnType<typeof useTranslations<"nav">>>[0];
  href: string;
  icon: LucideIcon;
  /** Not shown without it. */
  right?: string;
  /** Also current below its address. */
  deep?: boolean;
}

/** What a right opens, with all that lies below its address. */
const page = (key: NavItem["key"], href: string, icon: LucideIcon, right: string): NavItem => ({
  key,
  href,
  icon,
  right,
  deep: true,
});

const brandItems = (base: string): NavItem[] => [
  { key: "overview", href: base, icon: LayoutDashboard },
  page("reporting", `${base}/reporting`, ChartColumn, "reports:read"),
  page("verify", `${base}/verify`, BadgeCheck, "reports:read"),
  page("partners", `${base}/partners`, Users, "account:read"),
  page("contracts", `${base}/contracts`, FileCheck, "contracts:read"),
  page("terms", `${base}/terms`, FileText, "terms:read"),
  page("links", `${base}/links`, Link2, "links:read"),
  page("limits", `${base}/limits`, Gauge, "contracts:read"),
  page("payouts", `${base}/payouts`, ReceiptText, "payouts:read"),
  page("ledger", `${base}/ledger`, BookOpenText, "payouts:read"),
  page("exports", `${base}/exports`, FileDown, "exports:read"),
  page("inquiries", `${base}/inquiries`, MessageCircleQuestionMark, "sales:read"),
  page("programSettings", `${base}/settings`, SlidersHorizontal, "programs:read"),
];
const partnerItems = (base: string): NavItem[] => [
  { key: "home", href: base, icon: House },
  page("performance", `${base}/performance`, ChartColumn, "reports:read"),
  page("partnerLinks", `${base}/links`, Link2, "links:read"),
  page("clicks", `${base}/clicks`, MousePointerClick, "clicks:read"),
  page("partnerVerify", `${base}/verify`, BadgeCheck, "reports:read"),
  page("contract", `${base}/contract`, FileCheck, "contracts:read"),
  page("payouts", `${base}/payouts`, ReceiptText, "payouts:read"),
  page("ledger", `${base}/ledger`, BookOpenText, "payouts:read"),
  page("exports", `${base}/exports`, FileDown, "exports:read"),
  page("inquiries", `${base}/inquiries`, MessageCircleQuestionMark, "sales:read"),
];
const operatorItems: NavItem[] = [
  { key: "cpcRequests", href: "/operator", icon: ListChecks, right: "platform:review" },
  page("parked", "/operator/parked", CirclePause, "parked:release"),
  page("outbox", "/operator/outbox", Inbox, "outbox:read"),
];
const commonItems = (space: Space): NavItem[] => [
  ...(space === "operator" ? [] : [page("developer", "/dev", Code, "account:read")]),
  { key: "settings", href: "/settings", icon: Settings, deep: true },
];

export interface NavPlace {
  space: Space;
  programCode: string | null;
  rights: readonly string[];
}
/** The sidebar's two groups: the program's pages, and the account's. */
export function navOf({ space, programCode, rights }: NavPlace): {
  program: NavItem[];
  account: NavItem[];
} {
  const allowed = (item: NavItem) => item.right === undefined || rights.includes(item.right);
  const own = (): readonly NavItem[] => {
    if (space === "operator") return operatorItems;
    if (programCode === null) return [];
    return space === "brand" ? brandItems(`/b/${programCode}`) : partnerItems(`/p/${programCode}`);
  };
  return { program: own().filter(allowed), account: commonItems(space).filter(allowed) };
}
