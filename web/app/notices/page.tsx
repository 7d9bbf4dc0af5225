import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsBoolean, type SearchParams } from "nuqs/server";
import { NoticesView } from "../../features/notices/notices-view.tsx";
import { load } from "../../lib/api-server.ts";
import { requireRight, requireViewer } from "../../lib/session.ts";
import { NoticeGroupsDocument, OperatorNoticeGroupsDocument } from "../../gql/graphql.ts";
import { spaceOf } from "../../lib/spaces.ts";
import { placesOf } from "./places.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("notices"))("title"),
});
const readFilter = createLoader({ unread: parseAsBoolean.withDefault(false) });

export default async function NoticesPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("any");
  requireRight(viewer, "notices:read");
  const { unread } = await readFilter(searchParams);
  const question = { unreadOnly: unread, after: null };
  const isOperator = spaceOf(viewer.account.kind) === "operator";
  const [places, first] = await Promise.all([
    placesOf(viewer),
    isOperator
      ? load(OperatorNoticeGroupsDocument, question)
      : load(NoticeGroupsDocument, question),
  ]);
  return <NoticesView {...places} first={first} />;
}
