"use client";
import { useState, type ComponentProps, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql, readFragment } from "../../gql/index.ts";
import type { PartnerCombobox_PartnerFragment } from "../../gql/graphql.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { useRested } from "../../lib/use-rested.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { matching } from "../../ui/choice.ts";

const PartnerCombobox_partner = graphql(/* GraphQL */ `
  fragment PartnerCombobox_partner on Counterpart {
    id
    name
    code
    state
  }
`);

const PartnerSearch = graphql(/* GraphQL */ `
  query PartnerSearch($search: Line!) {
    partners(first: 25, search: $search) {
      nodes {
        ...PartnerCombobox_partner
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

const shownMax = 50;

interface PartnerComboboxProps extends Omit<
  ComponentProps<typeof Combobox>,
  "text" | "onText" | "options" | "note"
> {
  /** The first ones: offered before anything is typed. */
  partners: readonly PartnerCombobox_PartnerFragment[];
  /** Names the choice of nobody. */
  everyone?: string;
  activeOnly?: boolean;
}
/** Finds one of thousands of partners by a part of the name or code. */
export function PartnerCombobox({
  partners,
  everyone,
  activeOnly = false,
  ...rest
}: PartnerComboboxProps): ReactNode {
  const t = useTranslations("partners.choice");
  const [text, setText] = useState("");
  const wanted = text.trim();
  const search = useRested(wanted);
  const answer = useLoaded(PartnerSearch, { search }, null, { active: search !== "" });
  const found =
    search === "" || wanted === ""
      ? []
      : readFragment(PartnerCombobox_partner, answer.data?.partners.nodes ?? []);
  const all = [
    ...partners,
    ...found.filter(
      ({ id, state }) =>
        (!activeOnly || state === "ACTIVE") && partners.every((partner) => partner.id !== id),
    ),
  ];
  const fitting = matching(all, wanted);
  const nobody =
    everyone !== undefined && wanted === "" ? [{ id: "", name: everyone, code: "" }] : [];
  const options = [...nobody, ...fitting.slice(0, shownMax)];
  const searching = search !== wanted || answer.fetching;
  const noteOf = (): string | null => {
    if (wanted === "") return t("typeToSearch");
    if (answer.failure && !answer.fetching) return t("searchFailed");
    if (fitting.length === 0) return searching ? t("searching") : t("notFound");
    return fitting.length > shownMax || answer.data?.partners.pageInfo.hasNextPage
      ? t("typeMore")
      : null;
  };
  return <Combobox {...rest} text={text} onText={setText} options={options} note={noteOf()} />;
}
