"use client";
import { readFragment } from "../../../gql/index.ts";
import { useLoaded } from "../../../lib/use-loaded.ts";
import { useRested } from "../../../lib/use-rested.ts";
import { matching } from "../../../ui/choice.ts";
import {
  GroundContractsDocument,
  PartnerCombobox_PartnerFragmentDoc,
  PartnerSearchDocument,
} from "../../../gql/graphql.ts";
import { groundPartners, type Ground, type GroundPartner } from "./ground-types.ts";

export interface Listed {
  partners: readonly GroundPartner[];
  searching: boolean;
  /** More are found than are listed. */
  more: boolean;
  failed: boolean;
}
/**
 * Partners with the text in their name or code; where the ground holds a part of them, the others
 * too.
 */
export function useListed(ground: Ground, text: string): Listed {
  const wanted = text.trim();
  const search = useRested(wanted);
  const active = !ground.complete && search !== "";
  const answer = useLoaded(PartnerSearchDocument, { search }, null, { active });
  const beyond =
    wanted === ""
      ? []
      : readFragment(PartnerCombobox_PartnerFragmentDoc, answer.data?.partners.nodes ?? []).filter(
          ({ id }) => ground.partners.every((partner) => partner.id !== id),
        );
  const partnerIds = beyond.map(({ id }) => id);
  const contracts = useLoaded(
    GroundContractsDocument,
    { programId: ground.programId, partnerIds, after: null },
    null,
    { active: partnerIds.length > 0 },
  );
  const waits = answer.fetching || contracts.fetching || (partnerIds.length > 0 && !contracts.data);
  const found =
    contracts.data && !waits ? groundPartners(beyond, contracts.data.contracts.nodes) : [];
  return {
    partners: matching([...ground.partners, ...found], wanted),
    searching: !ground.complete && (search !== wanted || waits),
    more: active && answer.data?.partners.pageInfo.hasNextPage === true,
    failed: (answer.failure ?? contracts.failure) !== null,
  };
}
