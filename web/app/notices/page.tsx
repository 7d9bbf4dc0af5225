import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsBoolean, type SearchParams } from "nuqs/server";
import { brandPages } from "../../lib/addresses.ts";
import { NoticesView } from "../../features/notices/notices-view.tsx";
import { load } from "../../lib/api-server.ts";
import { readPrograms, requireRight, requireViewer } from "../../lib/session.ts";
import { NoticesDocument, OperatorNoticesDocument } from "../../gql/graphql.ts";
import { spaceOf } from "../../lib/spaces.ts";

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
  const space = spaceOf(viewer.account.kind);
  const question = { unreadOnly: unread, after: null };
  if (space === "operator")
    return (
      <NoticesView
        places={{}}
        space={space}
        cpcHref="/operator/requests"
        timeZone={viewer.account.timeZone}
        first={await load(OperatorNoticesDocument, question)}
      />
    );
  const [programs, first] = await Promise.all([readPrograms(), load(NoticesDocument, question)]);
  const places = Object.fromEntries(
    programs.map(({ id, code, timeZone }) => [id, { program: code, timeZone }]),
  );
  // Asked for an account, shown in the settings of each of its programs.
  const cpcHref = programs[0] ? brandPages(programs[0].code).setUp : "/b";
  return (
    <NoticesView
      places={places}
      space={space}
      cpcHref={cpcHref}
      timeZone={viewer.account.timeZone}
      first={first}
    />
  );
}
