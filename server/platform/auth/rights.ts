/**
 * Who may do what: one table from role or key scope to rights. Every field of the API names the
 * right it needs.
 */

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
  "amazon:read",
  "amazon:connect",
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
  "submissions:read",
  "replays:run",
  "exports:read",
  "exports:write",
  "views:write",
  "notices:read",
  "notices:write",
  "notes:write",
  "conversions:write",
  "inquiries:open",
  "orders:test",
  "verification:run",
  "payouts:read",
  "platform:review",
  "platform:health",
  "outbox:read",
  "parked:read",
  "parked:release",
  "holds:decide",
] as const;
export type Right = (typeof rights)[number];

export const accountKinds = ["BRAND", "PARTNER", "PLATFORM"] as const;
export type AccountKind = (typeof accountKinds)[number];

export const roles = [
  "BRAND_ADMIN",
  "ANALYST",
  "FINANCE",
  "PARTNER_OWNER",
  "PARTNER_VIEWER",
  "OPERATOR",
] as const;
export type Role = (typeof roles)[number];

const reading: Right[] = [
  "account:read",
  "programs:read",
  "terms:read",
  "contracts:read",
  "notices:read",
  "links:read",
  "reports:read",
  "clicks:read",
  "sales:read",
  "exports:read",
];
/** What every member may do that changes no terms, money or people. */
const trying: Right[] = ["replays:run", "exports:write", "views:write", "notices:write"];

/** What a brand's people keep for each other. */
const amongBrand: Right[] = ["notes:write"];

const rightsOfRole: Record<Role, readonly Right[]> = {
  BRAND_ADMIN: [
    ...reading,
    "amazon:read",
    "amazon:connect",
    "submissions:read",
    "parked:read",
    ...trying,
    ...amongBrand,
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
    "conversions:write",
    "holds:decide",
    "orders:test",
    "verification:run",
    "payouts:read",
  ],
  ANALYST: [
    ...reading,
    "amazon:read",
    "submissions:read",
    "parked:read",
    ...trying,
    ...amongBrand,
    "contracts:draft",
    "keys:write",
    "cpc:request",
    "links:write",
    "orders:test",
    "verification:run",
    "payouts:read",
  ],
  FINANCE: [
    ...reading,
    "amazon:read",
    "submissions:read",
    "parked:read",
    ...trying,
    ...amongBrand,
    "conversions:write",
    "payouts:read",
  ],
  PARTNER_OWNER: [
    ...reading,
    ...trying,
    "account:write",
    "members:write",
    "keys:write",
    "contracts:decide",
    "inquiries:open",
    "links:write",
    "orders:test",
    "payouts:read",
  ],
  PARTNER_VIEWER: [...reading, ...trying, "payouts:read"],
  OPERATOR: [
    "notices:read",
    "notices:write",
    "account:read",
    "account:write",
    "members:write",
    "platform:review",
    "platform:health",
    "outbox:read",
    "parked:read",
    "parked:release",
    "holds:decide",
  ],
};

/** What a member of a brand holds beside the role, given one by one. */
export const permissions = ["TERMS_ADMINISTRATOR", "EXPIRE_PARTNERS"] as const;
export type Permission = (typeof permissions)[number];
const rightOfPermission: Record<Permission, Right> = {
  TERMS_ADMINISTRATOR: "terms:administer",
  EXPIRE_PARTNERS: "contracts:expire",
};

export const roleFits: Record<AccountKind, readonly Role[]> = {
  BRAND: ["BRAND_ADMIN", "ANALYST", "FINANCE"],
  PARTNER: ["PARTNER_OWNER", "PARTNER_VIEWER"],
  PLATFORM: ["OPERATOR"],
};

/**
 * What a key can be given, and what it opens. Scopes are per area and read or write; none reaches
 * people, keys or the platform. Whatever is about programs opens their list too: without their ids
 * nothing else could be asked for.
 */
export const keyScopeTexts = {
  "account:read": "Reads the account, its partners or brands, groups and media properties.",
  "programs:read": "Reads programs and their event types.",
  "programs:write": "Makes and changes programs, event types and program limits.",
  "terms:read": "Reads template terms, their versions and rules.",
  "terms:write": "Makes and changes template terms, lists and branded links.",
  "terms:administer": "Restricts terms, and changes restricted ones.",
  "contracts:read": "Reads contracts, proposals, changes, limits and notices.",
  "contracts:propose": "Proposes contracts and changes of them.",
  "contracts:decide": "Accepts, declines and answers proposals.",
  "contracts:draft": "Prepares changes, lints, dry-runs and replays.",
  "contracts:expire": "Ends contracts.",
  "links:read": "Reads tracking links and ads.",
  "links:write": "Makes and changes tracking links and ads.",
  "reports:read": "Reads reports and live figures.",
  "clicks:read": "Reads clicks and the decision of each.",
  "sales:read": "Reads sales and their history, and what shops handed in.",
  "exports:read": "Reads exports and their files; each needs the scope of what is in it, too.",
  "exports:write": "Asks for exports and cancels them; each needs the scope of what is in it, too.",
  "replays:run":
    "Tries terms on past and made-up events, and checks the ledger: dry runs, replays, ledger " +
    "checks.",
  "conversions:write": "Hands in, approves, changes and takes back sales; promo codes.",
  "orders:test": "Places simulated test orders.",
  "verification:run":
    "Verifies partners: begins runs, makes test links for all and test clicks, records orders.",
  "payouts:read": "Reads statements and bonuses.",
} as const satisfies Partial<Record<Right, string>>;
export type KeyScope = keyof typeof keyScopeTexts;
export const keyScopes = Object.keys(keyScopeTexts) as KeyScope[];
const opensSubmissions: readonly KeyScope[] = ["sales:read", "conversions:write"];
const opensPrograms = (scope: KeyScope): boolean => scope !== "account:read";
export const isReadScope = (scope: KeyScope): boolean => scope.endsWith(":read");
export const isKeyScope = (text: string): text is KeyScope =>
  (keyScopes as readonly string[]).includes(text);

/**
 * What the account's kind can ever do, so that a partner's key with a brand's scope gains nothing.
 */
const brandOnly: readonly Right[] = [
  "cpc:request",
  "programs:write",
  "amazon:read",
  "amazon:connect",
  "terms:write",
  "terms:administer",
  "contracts:propose",
  "contracts:draft",
  "contracts:expire",
  "conversions:write",
  "verification:run",
  "submissions:read",
  "notes:write",
];

export function rightsFor(kind: AccountKind, granted: readonly Right[]): ReadonlySet<Right> {
  return new Set(
    kind === "BRAND" ? granted : granted.filter((right) => !brandOnly.includes(right)),
  );
}
export const rightsOfMember = (
  kind: AccountKind,
  role: Role,
  held: readonly Permission[] = [],
): ReadonlySet<Right> =>
  new Set([
    ...rightsFor(kind, [
      ...rightsOfRole[role],
      ...held.map((permission) => rightOfPermission[permission]),
    ]),
    "public" as const,
    "session" as const,
  ]);
export const rightsOfKey = (kind: AccountKind, scopes: readonly KeyScope[]): ReadonlySet<Right> =>
  new Set([
    ...rightsFor(kind, scopes),
    ...(scopes.some(opensPrograms) ? (["programs:read"] as const) : []),
    ...(scopes.includes("contracts:read") ? (["notices:read"] as const) : []),
    // Whoever hands in reads what became of it.
    ...(kind === "BRAND" && scopes.some((scope) => opensSubmissions.includes(scope))
      ? (["submissions:read"] as const)
      : []),
    "public" as const,
  ]);

/**
 * The roles that would grant a right, for the 403 page: "ask a brand admin". A brand admin also
 * gives permissions.
 */
export const rolesWith = (right: Right): Role[] =>
  Object.values(rightOfPermission).includes(right)
    ? ["BRAND_ADMIN"]
    : roles.filter((role) => rightsOfRole[role].includes(right));
