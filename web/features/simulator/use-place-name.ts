"use client";
import { useTranslations } from "next-intl";
import type { PlaceFactsFragment } from "../../gql/graphql.ts";

/** "US phones", "Default payout", "Over a limit". */
export function usePlaceName(): (
  place: Pick<PlaceFactsFragment, "kind" | "groupId" | "groupName">,
) => string {
  const t = useTranslations("simulator");
  return ({ kind, groupId, groupName }) =>
    kind === "GROUP" ? (groupName ?? t("group", { id: groupId ?? "" })) : t(`places.${kind}`);
}
