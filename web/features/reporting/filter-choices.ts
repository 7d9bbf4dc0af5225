/** What the filters of a report can be set to, of what the report itself has. */
import {
  PartnerGrid_PartnerFragmentDoc,
  type KpiStrip_TotalsFragment,
  type ReportByPartnerQuery,
} from "../../gql/graphql.ts";
import { readFragment } from "../../gql/index.ts";
import type { FilterChoices } from "./filters.tsx";

export const choicesOf = (
  partners: ReportByPartnerQuery | null,
  reasons: KpiStrip_TotalsFragment["reasons"],
  named: FilterChoices["named"],
): FilterChoices => ({
  named,
  partners: readFragment(PartnerGrid_PartnerFragmentDoc, partners?.reportByPartner ?? []).flatMap(
    ({ partnerAccountId, partnerName }) =>
      partnerAccountId ? [{ value: partnerAccountId, label: partnerName }] : [],
  ),
  reasons: reasons.map(({ reason, text }) => ({ value: reason, label: text })),
});
