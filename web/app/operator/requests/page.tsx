import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { requestChoices, statesOfChoice } from "../../../features/operator/choices.ts";
import { ReviewView } from "../../../features/operator/review-view.tsx";
import { load } from "../../../lib/api-server.ts";
import { CpcRequestsDocument } from "../../../gql/graphql.ts";
import { requireRight, requireViewer } from "../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("operator"))("title"),
});
const readState = createLoader({ state: parseAsStringLiteral(requestChoices).withDefault("open") });

export default async function RequestsPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("operator");
  requireRight(viewer, "platform:review");
  const { state } = await readState(searchParams);
  const first = await load(CpcRequestsDocument, { states: statesOfChoice(state), after: null });
  return <ReviewView timeZone={viewer.account.timeZone} first={first} />;
}
