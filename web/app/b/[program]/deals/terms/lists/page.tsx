import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ListsView } from "../../../../../../features/lists/lists-view.tsx";
import { load } from "../../../../../../lib/api-server.ts";
import { ExceptionListsDocument } from "../../../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("terms.lists"))("title"),
});

export default async function ListsPage({
  params,
}: {
  params: Promise<{ program: string }>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "terms:write");
  await requireProgram((await params).program);
  return (
    <ListsView timeZone={viewer.account.timeZone} first={await load(ExceptionListsDocument, {})} />
  );
}
