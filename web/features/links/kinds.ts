/** Test links, live links or both, as it stands in the address. */
export const linkKinds = ["all", "test", "live"] as const;
export type LinkKind = (typeof linkKinds)[number];
export const kindIsTest = (kind: LinkKind): boolean | null =>
  kind === "all" ? null : kind === "test";
