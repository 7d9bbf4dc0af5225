import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsString, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { AccountList } from "../../../features/operator/account-list.tsx";
import { accountKinds } from "../../../features/operator/choices.ts";
import { load } from "../../../lib/api-server.ts";
import { AccountsDocument } from "../../../gql/graphql.ts";
import { requireRight, requireViewer } from "../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("operator"))("accounts"),
});
const read = createLoader({ search: parseAsString, kind: parseAsStringLiteral(accountKinds) });

export default async function AccountsPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("operator");
  requireRight(viewer, "platform:review");
  const { search, kind } = read(await searchParams);
  const variables = { kind, search: search?.trim().slice(0, 200) || null, after: null };
  return (
    <AccountList
      timeZone={viewer.account.timeZone}
      asked={{ search: search ?? "", kind }}
      variables={variables}
      first={await load(AccountsDocument, variables)}
    />
  );
}
