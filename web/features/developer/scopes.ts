import type { ApiKeyScope } from "../../gql/graphql.ts";

/** What a key can be given: areas of the API, each read or write. */
export const keyScopes = [
  "reports:read",
  "clicks:read",
  "sales:read",
  "programs:read",
  "contracts:read",
  "terms:read",
  "links:read",
  "account:read",
  "payouts:read",
  "exports:read",
  "links:write",
  "conversions:write",
  "replays:run",
  "exports:write",
  "orders:test",
  "verification:run",
  "programs:write",
  "terms:write",
  "terms:administer",
  "contracts:propose",
  "contracts:decide",
  "contracts:expire",
] as const;
/** As the API names it: "reports:read" is REPORTS_READ. */
export const scopeName = (scope: string): ApiKeyScope =>
  scope.toUpperCase().replace(":", "_") as ApiKeyScope;
export const scopeText = (name: ApiKeyScope): string => name.toLowerCase().replace("_", ":");
export type KeyScope = (typeof keyScopes)[number];
/** Ticked at first: enough to read every figure, not to change one. */
export const firstScopes: readonly KeyScope[] = [
  "reports:read",
  "clicks:read",
  "sales:read",
  "programs:read",
];
/** Never more than the person may do. */
export const scopesFor = (rights: readonly string[]): KeyScope[] =>
  keyScopes.filter((scope) => rights.includes(scope));
