/** Who may do what: one table from role or key scope to rights. Every field of the API names the right it needs. */

export const rights = [
  "public",
  "session",
  "account:read",
  "account:write",
  "members:write",
  "keys:write",
  "cpc:request",
  "programs:read",
  "programs:write",
  "terms:read",
  "terms:write",
  "terms:administer",
  "contracts:read",
  "contracts:propose",
  "contracts:decide",
  "contracts:draft",
  "contracts:expire",
  "links:read",
  "links:write",
  "reports:read",
  "clicks:read",
  "sales:read",
  "actions:write",
  "orders:test",
  "payouts:read",
  "platform:review",
  "outbox:read",
] as const;
export type Right = (typeof rights)[number];

export const accountKinds = ["BRAND", "PARTNER", "PLATFORM"] as const;
export type AccountKind = (typeof accountKinds)[number];

export const roles = ["BRAND_ADMIN", "ANALYST", "FINANCE", "PARTNER_OWNER", "PARTNER_VIEWER", "OPERATOR"] as const;
export type Role = (typeof roles)[number];

const reading: Right[] = ["account:read", "programs:read", "terms:read", "contracts:read", "links:read", "reports:read", "clicks:read", "sales:read"];

const rightsOfRole: Record<Role, readonly Right[]> = {
  BRAND_ADMIN: [
    ...reading,
    "account:write",
    "members:write",
    "keys:write",
    "cpc:request",
    "programs:write",
    "terms:write",
    "contracts:propose",
    "contracts:decide",
    "contracts:draft",
    "links:write",
    "actions:write",
    "orders:test",
    "payouts:read",
  ],
  ANALYST: [...reading, "contracts:draft", "keys:write", "cpc:request", "links:write", "orders:test", "payouts:read"],
  FINANCE: [...reading, "actions:write", "payouts:read"],
  PARTNER_OWNER: [...reading, "account:write", "members:write", "keys:write", "contracts:decide", "links:write", "orders:test", "payouts:read"],
  PARTNER_VIEWER: [...reading, "payouts:read"],
  OPERATOR: ["account:read", "account:write", "members:write", "platform:review", "outbox:read"],
};

/** What a member of a brand holds beside the role, given one by one. */
export const permissions = ["TERMS_ADMINISTRATOR", "EXPIRE_PARTNERS"] as const;
export type Permission = (typeof permissions)[number];
const rightOfPermission: Record<Permission, Right> = { TERMS_ADMINISTRATOR: "terms:administer", EXPIRE_PARTNERS: "contracts:expire" };

export const roleFits: Record<AccountKind, readonly Role[]> = {
  BRAND: ["BRAND_ADMIN", "ANALYST", "FINANCE"],
  PARTNER: ["PARTNER_OWNER", "PARTNER_VIEWER"],
  PLATFORM: ["OPERATOR"],
};

/** What a key can be given. Scopes are per area and read or write; none reaches people, keys or the platform. */
export const keyScopes = [
  "account:read",
  "programs:read",
  "programs:write",
  "terms:read",
  "terms:write",
  "terms:administer",
  "contracts:read",
  "contracts:propose",
  "contracts:decide",
  "contracts:draft",
  "contracts:expire",
  "links:read",
  "links:write",
  "reports:read",
  "clicks:read",
  "sales:read",
  "actions:write",
  "orders:test",
  "payouts:read",
] as const satisfies readonly Right[];
export type KeyScope = (typeof keyScopes)[number];
export const isReadScope = (scope: KeyScope): boolean => scope.endsWith(":read");
export const isKeyScope = (text: string): text is KeyScope => (keyScopes as readonly string[]).includes(text);

/** What the account's kind can ever do, so that a partner's key with a brand's scope gains nothing. */
const brandOnly: readonly Right[] = [
  "cpc:request",
  "programs:write",
  "terms:write",
  "terms:administer",
  "contracts:propose",
  "contracts:draft",
  "contracts:expire",
  "actions:write",
];

export function rightsFor(kind: AccountKind, granted: readonly Right[]): ReadonlySet<Right> {
  return new Set(kind === "BRAND" ? granted : granted.filter((right) => !brandOnly.includes(right)));
}
export const rightsOfMember = (kind: AccountKind, role: Role, held: readonly Permission[] = []): ReadonlySet<Right> =>
  new Set([...rightsFor(kind, [...rightsOfRole[role], ...held.map((permission) => rightOfPermission[permission])]), "public" as const, "session" as const]);
export const rightsOfKey = (kind: AccountKind, scopes: readonly KeyScope[]): ReadonlySet<Right> => new Set([...rightsFor(kind, scopes), "public" as const]);

/** The roles that would grant a right, for the 403 page: "ask a brand admin". A brand admin also gives permissions. */
export const rolesWith = (right: Right): Role[] =>
  Object.values(rightOfPermission).includes(right) ? ["BRAND_ADMIN"] : roles.filter((role) => rightsOfRole[role].includes(right));
