import type { VersionFactsFragment } from "../../gql/graphql.ts";

export interface GroundTermsFacts {
  id: string;
  name: string;
  labels: readonly string[];
  /** Newest version. */
  number: number;
  warnings: VersionFactsFragment["warnings"];
  facts: VersionFactsFragment;
}
export interface GroundPartner {
  id: string;
  name: string;
  /** In force, else the one to come. */
  contract: { termsId: string; termsName: string; version: number } | null;
}
export interface Ground {
  /** Active ones. */
  terms: readonly GroundTermsFacts[];
  partners: readonly GroundPartner[];
  groups: readonly { id: string; name: string; partnerIds: readonly string[] }[];
  /** False: there are more partners than are listed. */
  complete: boolean;
}

export const signedOn = ({ partners }: Ground, termsId: string): GroundPartner[] => partners.filter(({ contract }) => contract?.termsId === termsId);
