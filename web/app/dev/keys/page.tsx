import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { publicAddress } from "../../../features/developer/address.ts";
import { curlFor } from "../../../features/developer/explorer/examples.ts";
import { KeysView } from "../../../features/developer/keys-view.tsx";
import { scopesFor } from "../../../features/developer/scopes.ts";
import { load } from "../../../lib/api-server.ts";
import { ApiKeysDocument } from "../../../gql/graphql.ts";
import { readPrograms, requireRight, requireViewer } from "../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("developer"))("keys"),
});

export default async function KeysPage(): Promise<ReactNode> {
  const viewer = await requireViewer("any");
  requireRight(viewer, "keys:write");
  const [first, programs, address] = await Promise.all([
    load(ApiKeysDocument, { after: null }),
    readPrograms(),
    publicAddress(),
  ]);
  return (
    <KeysView
      scopes={scopesFor(viewer.rights)}
      timeZone={viewer.account.timeZone}
      curl={curlFor(address, programs[0]?.id ?? null)}
      first={first}
    />
  );
}
