/**
 * Kinds of viewers, for the tables of who may do what, by one letter each: `?` anonymous, `X` `Y`
 * partner owners, `A` `B` brand admins, `r` a key of brand A with every read scope, `w` one with
 * every scope, `o` the platform operator; `-` = refused.
 */
export const principals = ["?", "X", "Y", "A", "B", "r", "w", "o"] as const;
export type Principal = (typeof principals)[number];

export const everyone = "?XYABrwo";
/** Refusals of mutations: a key with read scopes alone can call none. */
export const allButReadingKey = "?XYAB-wo";
export const people = "?XYAB--o";
export const signedIn = "-XYAB--o";
export const tenants = "-XYABrw-";
export const tenantsAndOperator = "-XYABrwo";
export const partners = "-XY-----";
export const brands = "---AB---";
export const brandsAndKey = "---AB-w-";
/** Brands; of keys one that reads is enough. */
export const brandsAndKeys = "---ABrw-";
export const tenantsWriting = "-XYAB-w-";
/** Keys of brand A with read scopes alone may not prepare changes. */
export const preparing = "---AB-w-";
export const brandsAndOperator = "---AB--o";
export const owners = "-XYAB---";
export const ownersAndOperator = "-XYAB--o";
export const operator = "-------o";
