import type {
  ChangeStrategy,
  GroundContractsQuery,
  PartnerCombobox_PartnerFragment,
  VersionView_VersionFragment,
} from "../../../gql/graphql.ts";

export interface GroundTermsFacts {
  id: string;
  name: string;
  labels: readonly string[];
  /** Newest version. */
  number: number;
  warnings: VersionView_VersionFragment["warnings"];
  facts: VersionView_VersionFragment;
}
export interface GroundPartner {
  id: string;
  name: string;
  code: string;
  /** In force, else the one to come. */
  contract: { termsId: string; termsName: string; version: number } | null;
}
export interface Ground {
  programId: string;
  /** Active ones. */
  terms: readonly GroundTermsFacts[];
  partners: readonly GroundPartner[];
  groups: readonly { id: string; name: string; partnerIds: readonly string[] }[];
  /** False: there are more partners than are listed; they are found by a search. */
  complete: boolean;
}

/** The active ones with their contracts. */
export const groundPartners = (
  partners: readonly PartnerCombobox_PartnerFragment[],
  contracts: GroundContractsQuery["contracts"]["nodes"],
): GroundPartner[] =>
  partners
    .filter(({ state }) => state === "ACTIVE")
    .map(({ id, name, code }) => {
      const own = contracts.filter(({ partnerAccountId }) => partnerAccountId === id);
      const contract = own.find(({ state }) => state === "ACTIVE") ?? own[0];
      return {
        id,
        name,
        code,
        contract: contract
          ? {
              termsId: contract.termsId,
              termsName: contract.termsName,
              version: contract.version.number,
            }
          : null,
      };
    });

/**
 * The terms that each strategy begins with: partners are given the newest, and what most of them
 * have is modified. Terms come newest first.
 */
export function firstTerms(ground: Ground, strategy: ChangeStrategy): string {
  const [newest] = ground.terms;
  const signed = (id: string) => signedOn(ground, id).length;
  const mostUsed = ground.terms.toSorted((a, b) => signed(b.id) - signed(a.id))[0];
  return (strategy === "MODIFY" ? mostUsed : newest)?.id ?? "";
}
export const signedOn = ({ partners }: Ground, termsId: string): GroundPartner[] =>
  partners.filter(({ contract }) => contract?.termsId === termsId);
