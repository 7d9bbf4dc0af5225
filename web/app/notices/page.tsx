import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsBoolean, type SearchParams } from "nuqs/server";
import { Notices } from "../../features/notices/documents.ts";
import { NoticesView } from "../../features/notices/notices-view.tsx";
import { load } from "../../lib/api-server.ts";
import { readPrograms, requireRight, requireViewer } from "../../lib/session.ts";
import { spaceOf } from "../../lib/spaces.ts";

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations("notices"))("title") });
const readFilter = createLoader({ unread: parseAsBoolean.withDefault(false) });

export default async function NoticesPage({ searchParams }: { searchParams: Promise<SearchParams> }): Promise<ReactNode> {
  const viewer = await requireViewer("any");
  requireRight(viewer, "contracts:read");
  const { unread } = await readFilter(searchParams);
  const [programs, first] = await Promise.all([readPrograms(), load(Notices, { unreadOnly: unread, after: null })]);
  const space = spaceOf(viewer.account.kind) === "brand" ? "brand" : "partner";
  const places = Object.fromEntries(programs.map(({ id, code, timeZone }) => [id, { base: `/${space === "brand" ? "b" : "p"}/${code}`, timeZone }]));
  return <NoticesView places={places} space={space} timeZone={viewer.account.timeZone} first={first} />;
}
