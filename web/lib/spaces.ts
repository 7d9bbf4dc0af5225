/** The spaces of the dashboard and the addresses in them. */
import type { AccountKind, Role } from "../gql/graphql.ts";

export type Space = "brand" | "partner" | "operator";

const spaces: Record<AccountKind, Space> = {
  BRAND: "brand",
  PARTNER: "partner",
  PLATFORM: "operator",
};
export const spaceOf = (kind: AccountKind): Space => spaces[kind];

/** The roles that fit each kind of account. */
export const rolesOf: Record<AccountKind, readonly Role[]> = {
  BRAND: ["BRAND_ADMIN", "ANALYST", "FINANCE"],
  PARTNER: ["PARTNER_OWNER", "PARTNER_VIEWER"],
  PLATFORM: ["OPERATOR"],
};

export function homeOf(kind: AccountKind, programCode: string | null): string {
  if (kind === "PLATFORM") return "/operator";
  const base = kind === "BRAND" ? "/b" : "/p";
  return programCode === null ? base : `${base}/${programCode}`;
}

/** Where one signs in and comes back to what stood there, as it stood there. */
export const signInFor = (page: string, query: string): string =>
  `/sign-in?next=${encodeURIComponent(query === "" ? page : `${page}?${query}`)}`;

/** Only paths of this site: anything else would let a link lead people away after signing in. */
export const safeNext = (next: string | null | undefined): string | null =>
  next && /^\/(?![/\\])[^\s\\]*$/.test(next) && !next.startsWith("/sign-") ? next : null;
