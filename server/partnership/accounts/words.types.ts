/** Enums of accounts, people and rights, as the API shows them. */
import { registerEnumType } from "type-graphql";
import { firstWeekdays } from "../../domain/calendar.ts";
import { describedEnum } from "../../platform/api/enum.ts";
import { keyScopes, keyScopeTexts } from "../../platform/auth/rights.ts";

/** "reports:read" is REPORTS_READ: enums hold no colons. */
const scopeName = (scope: string): string => scope.toUpperCase().replace(":", "_");
export const ApiKeyScopeValue = Object.fromEntries(
  keyScopes.map((scope) => [scopeName(scope), scope]),
);
registerEnumType(ApiKeyScopeValue, {
  name: "ApiKeyScope",
  description:
    "What an API key can be given. Every scope but ACCOUNT_READ also reads programs, whose ids " +
    "all else asks for.",
  valuesConfig: Object.fromEntries(
    keyScopes.map((scope) => [scopeName(scope), { description: keyScopeTexts[scope] }]),
  ),
});

export const AccountKindValue = {
  BRAND: "BRAND",
  PARTNER: "PARTNER",
  PLATFORM: "PLATFORM",
} as const;
registerEnumType(AccountKindValue, {
  name: "AccountKind",
  description: "What an account is.",
  valuesConfig: {
    BRAND: { description: "Sells, runs programs and pays." },
    PARTNER: { description: "Promotes by links and is paid." },
    PLATFORM: { description: "Operates this installation." },
  },
});

export const AccountStateValue = {
  ACTIVE: "ACTIVE",
  SUSPENDED: "SUSPENDED",
  DEACTIVATED: "DEACTIVATED",
} as const;
registerEnumType(AccountStateValue, {
  name: "AccountState",
  description: "Whether an account can be used.",
  valuesConfig: {
    ACTIVE: { description: "In use." },
    SUSPENDED: { description: "Its people and keys have no rights for now." },
    DEACTIVATED: { description: "Closed." },
  },
});

export const EditionValue = {
  STARTER: "STARTER",
  ESSENTIALS: "ESSENTIALS",
  PRO: "PRO",
  ENTERPRISE: "ENTERPRISE",
} as const;
registerEnumType(EditionValue, {
  name: "Edition",
  description: "What a brand account's plan includes.",
  valuesConfig: {
    STARTER: { description: "Sales only: no pay per click." },
    ESSENTIALS: { description: "Pay per click and payout groups." },
    PRO: { description: "Every feature." },
    ENTERPRISE: { description: "Every feature." },
  },
});

export const RoleValue = {
  BRAND_ADMIN: "BRAND_ADMIN",
  ANALYST: "ANALYST",
  FINANCE: "FINANCE",
  PARTNER_OWNER: "PARTNER_OWNER",
  PARTNER_VIEWER: "PARTNER_VIEWER",
  OPERATOR: "OPERATOR",
} as const;
registerEnumType(RoleValue, {
  name: "Role",
  description: "What a person may do in an account.",
  valuesConfig: {
    BRAND_ADMIN: { description: "Brand: everything." },
    ANALYST: {
      description: "Brand: reads everything, makes links and own keys; publishes nothing.",
    },
    FINANCE: { description: "Brand: reads reports and payouts." },
    PARTNER_OWNER: {
      description: "Partner: decides on contracts, makes links and keys, invites people.",
    },
    PARTNER_VIEWER: { description: "Partner: reads." },
    OPERATOR: { description: "Platform: reviews requests, sets editions, reads the outbox." },
  },
});

export const PermissionValue = {
  TERMS_ADMINISTRATOR: "TERMS_ADMINISTRATOR",
  EXPIRE_PARTNERS: "EXPIRE_PARTNERS",
} as const;
registerEnumType(PermissionValue, {
  name: "Permission",
  description: "What a member of a brand holds beside the role.",
  valuesConfig: {
    TERMS_ADMINISTRATOR: {
      description: "Template Terms Administrator: restricts terms, and modifies restricted ones.",
    },
    EXPIRE_PARTNERS: { description: "Expire Partners: ends contracts." },
  },
});

export const InvitationKindValue = { USER: "USER", PARTNER: "PARTNER" } as const;
registerEnumType(InvitationKindValue, {
  name: "InvitationKind",
  description: "What an invitation leads to.",
  valuesConfig: {
    USER: { description: "A person joins the inviting account." },
    PARTNER: { description: "A partner account works with the inviting brand." },
  },
});

export const ViewerKindValue = { ANONYMOUS: "ANONYMOUS", PERSON: "PERSON", KEY: "KEY" } as const;
registerEnumType(ViewerKindValue, {
  name: "ViewerKind",
  description: "Who asks.",
  valuesConfig: {
    ANONYMOUS: { description: "Nobody signed in." },
    PERSON: { description: "A person with a session." },
    KEY: { description: "An API key." },
  },
});

export const FirstWeekdayValue = describedEnum(firstWeekdays, {
  name: "FirstWeekday",
  description: "The day with which weeks begin.",
  words: { MONDAY: "From Monday to Sunday.", SUNDAY: "From Sunday to Saturday." },
});
