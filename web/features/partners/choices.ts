/** The partners there are to choose from. Server only: it asks with the visitor's cookie. */
import { redirect } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { graphql, readFragment } from "../../gql/index.ts";
import { load } from "../../lib/api-server.ts";
import { isId } from "../../lib/ids.ts";
import { meant } from "../../ui/choice.ts";
import { PartnerCombobox_PartnerFragmentDoc, PartnerSearchDocument } from "../../gql/graphql.ts";
import type { Choices, Typed } from "./choice-types.ts";

/** The first partners, and the one that is chosen already. */
const PartnerChoices = graphql(/* GraphQL */ `
  query PartnerChoices($chosen: ID!, $isChosen: Boolean!) {
    partners(first: 100) {
      nodes {
        ...PartnerCombobox_partner
      }
      pageInfo {
        hasNextPage
      }
    }
    partner(id: $chosen) @include(if: $isChosen) {
      ...PartnerCombobox_partner
    }
  }
`);

const nobody = "00000000-0000-0000-0000-000000000000";

/** Null where they cannot be read. `chosen` is what an address says, and may be anything. */
export async function readChoices(chosen: string | null = null): Promise<Choices | null> {
  const isChosen = chosen !== null && isId(chosen);
  const { data } = await load(PartnerChoices, { chosen: isChosen ? chosen : nobody, isChosen });
  if (!data) return null;
  return {
    partners: readFragment(PartnerCombobox_PartnerFragmentDoc, data.partners.nodes),
    complete: !data.partners.pageInfo.hasNextPage,
    chosen: readFragment(PartnerCombobox_PartnerFragmentDoc, data.partner) ?? null,
  };
}

const addressOf = (page: string, query: SearchParams, name: string, value: string): string => {
  const kept = Object.entries(query).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  const asked = new URLSearchParams({ ...Object.fromEntries(kept), [name]: value });
  return `${page}?${asked.toString()}`;
};

/**
 * Without scripts a filter sends words instead of an id: they lead on to the partner who is meant,
 * or to those who may be.
 */
export async function readTyped(
  page: string,
  query: SearchParams,
  name: string,
): Promise<Typed | null> {
  const given = query[name];
  if (typeof given !== "string" || given.trim() === "" || isId(given)) return null;
  const { data } = await load(PartnerSearchDocument, { search: given });
  const found = readFragment(PartnerCombobox_PartnerFragmentDoc, data?.partners.nodes ?? []);
  const one = meant(found, given);
  if (one) redirect(addressOf(page, query, name, one.id));
  return {
    text: given,
    found: found.map(({ id, name: called }) => ({
      name: called,
      address: addressOf(page, query, name, id),
    })),
    more: data?.partners.pageInfo.hasNextPage ?? false,
  };
}
