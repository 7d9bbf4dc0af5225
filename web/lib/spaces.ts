/** The spaces of the dashboard and the addresses in them. */
import type { AccountKind } from "../gql/graphql.ts";

export type Space = "brand" | "partner" | "operator";

const spaces: Record<AccountKind, Space> = {
  BRAND: "brand",
  PARTNER: "partner",
  PLATFORM: "operator",
};
export const spaceOf = (kind: AccountKind): Space => spaces[kind];

export function homeOf(kind: AccountKind, programCode: string | null): string {
  if (kind === "PLATFORM") return "/operator";
  const base = kind === "BRAND" ? "/b" : "/p";
  return programCode === null ? base : `${base}/${programCode}`;
}

export interface NavItem {
  /** Message key in "nav", also the name of its icon. */
  key:
    | "overview"
    | "reporting"
    | "verify"
    | "partners"
    | "contracts"
    | "terms"
    | "links"
    | "limits"
    | "programSettings"
    | "home"
    | "performance"
    | "partnerLinks"
    | "clicks"
    | "contract"
    | "payouts"
    | "cpcRequests"
    | "outbox"
    | "parked"
    | "developer"
    | "settings";
  href: string;
  /** Not shown without it. */
  right?: string;
  /** Also current below its address. */
  deep?: boolean;
}

const brandItems = (base: string): NavItem[] => [
  { key: "overview", href: base },
  { key: "reporting", href: `${base}/reporting`, right: "reports:read", deep: true },
  { key: "verify", href: `${base}/verify`, right: "reports:read", deep: true },
  { key: "partners", href: `${base}/partners`, right: "account:read", deep: true },
  { key: "contracts", href: `${base}/contracts`, right: "contracts:read", deep: true },
  { key: "terms", href: `${base}/terms`, right: "terms:read", deep: true },
  { key: "links", href: `${base}/links`, right: "links:read", deep: true },
  { key: "limits", href: `${base}/limits`, right: "contracts:read", deep: true },
  { key: "payouts", href: `${base}/payouts`, right: "payouts:read", deep: true },
  { key: "programSettings", href: `${base}/settings`, right: "programs:read", deep: true },
];
const partnerItems = (base: string): NavItem[] => [
  { key: "home", href: base },
  { key: "performance", href: `${base}/performance`, right: "reports:read", deep: true },
  { key: "partnerLinks", href: `${base}/links`, right: "links:read", deep: true },
  { key: "clicks", href: `${base}/clicks`, right: "clicks:read", deep: true },
  { key: "contract", href: `${base}/contract`, right: "contracts:read", deep: true },
  { key: "payouts", href: `${base}/payouts`, right: "payouts:read", deep: true },
];
const operatorItems: NavItem[] = [
  { key: "cpcRequests", href: "/operator", right: "platform:review" },
  { key: "parked", href: "/operator/parked", right: "parked:release", deep: true },
  { key: "outbox", href: "/operator/outbox", right: "outbox:read", deep: true },
];
const commonItems = (space: Space): NavItem[] => [
  ...(space === "operator"
    ? []
    : [{ key: "developer", href: "/dev", right: "account:read", deep: true } as const]),
  { key: "settings", href: "/settings", deep: true },
];

/** The sidebar's two groups: the program's pages, and the account's. */
export function navOf(
  space: Space,
  programCode: string | null,
  rights: readonly string[],
): { program: NavItem[]; account: NavItem[] } {
  const allowed = (item: NavItem) => item.right === undefined || rights.includes(item.right);
  const own = (): readonly NavItem[] => {
    if (space === "operator") return operatorItems;
    if (programCode === null) return [];
    return space === "brand" ? brandItems(`/b/${programCode}`) : partnerItems(`/p/${programCode}`);
  };
  return { program: own().filter(allowed), account: commonItems(space).filter(allowed) };
}

/** Only paths of this site: anything else would let a link lead people away after signing in. */
export const safeNext = (next: string | null | undefined): string | null =>
  next && /^\/(?![/\\])[^\s\\]*$/.test(next) && !next.startsWith("/sign-") ? next : null;
