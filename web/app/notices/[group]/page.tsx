import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { GroupView } from "../../../features/notices/group-view.tsx";
import { NoticesOfGroupDocument, OperatorNoticesOfGroupDocument } from "../../../gql/graphql.ts";
import { load } from "../../../lib/api-server.ts";
import { requireRight, requireViewer } from "../../../lib/session.ts";
import { spaceOf } from "../../../lib/spaces.ts";
import { placesOf } from "../places.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("notices"))("title"),
});

export default async function NoticesOfGroupPage({
  params,
}: {
  params: Promise<{ group: string }>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("any");
  requireRight(viewer, "notices:read");
  const { group } = await params;
  const isOperator = spaceOf(viewer.account.kind) === "operator";
  const question = { group, after: null };
  const [places, first] = await Promise.all([
    placesOf(viewer),
    isOperator
      ? load(OperatorNoticesOfGroupDocument, question)
      : load(NoticesOfGroupDocument, question),
  ]);
  if (first.data && first.data.noticeGroups.nodes.length === 0) notFound();
  return <GroupView {...places} group={group} first={first} />;
}
