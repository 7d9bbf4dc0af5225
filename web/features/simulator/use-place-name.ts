"use client";
import { useTranslations } from "next-intl";
import type { ReplayResult_PlaceFragment } from "../../gql/graphql.ts";

/** "US phones", "Default payout", "Over a limit". */
export function usePlaceName(): (
  place: Pick<ReplayResult_PlaceFragment, "kind" | "groupId" | "groupName">,
) => string {
  const t = useTranslations("simulator");
  return ({ kind, groupId, groupName }) =>
    kind === "GROUP" ? (groupName ?? t("group", { id: groupId ?? "" })) : t(`places.${kind}`);
}
