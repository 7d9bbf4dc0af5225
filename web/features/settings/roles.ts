/** The roles that fit each kind of account. */
import type { AccountKind, Role } from "../../gql/graphql.ts";

export const rolesOf: Record<AccountKind, readonly Role[]> = {
  BRAND: ["BRAND_ADMIN", "ANALYST", "FINANCE"],
  PARTNER: ["PARTNER_OWNER", "PARTNER_VIEWER"],
  PLATFORM: ["OPERATOR"],
};
