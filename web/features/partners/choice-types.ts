import type { PartnerCombobox_PartnerFragment } from "../../gql/graphql.ts";

export interface Choices {
  /** The first ones, in the order they came. */
  partners: readonly PartnerCombobox_PartnerFragment[];
  /** False: there are more; they are found by a search. */
  complete: boolean;
  /** The one that the address names, whether or not it is among them. */
  chosen: PartnerCombobox_PartnerFragment | null;
}
export const noChoices: Choices = { partners: [], complete: true, chosen: null };
/** Words in the address that name no single partner. */
export interface Typed {
  text: string;
  found: readonly { name: string; address: string }[];
  /** More of them are found than are listed. */
  more: boolean;
}
