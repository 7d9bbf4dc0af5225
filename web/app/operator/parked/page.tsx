import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { parkedChoices } from "../../../features/operator/choices.ts";
import { ParkedView } from "../../../features/operator/parked-view.tsx";
import { load } from "../../../lib/api-server.ts";
import { ParkedItemsDocument } from "../../../gql/graphql.ts";
import { requireRight, requireViewer } from "../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("parked"))("title"),
});
const readShown = createLoader({ shown: parseAsStringLiteral(parkedChoices).withDefault("open") });

export default async function ParkedPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("operator");
  requireRight(viewer, "parked:release");
  const { shown } = await readShown(searchParams);
  return (
    <ParkedView
      timeZone={viewer.account.timeZone}
      first={await load(ParkedItemsDocument, { after: null, done: shown === "all" })}
    />
  );
}
