import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsString, type SearchParams } from "nuqs/server";
import { publicAddress } from "../../../features/developer/address.ts";
import { examplesFor } from "../../../features/developer/explorer/examples.ts";
import { ExplorerView } from "../../../features/developer/explorer/explorer-view.tsx";
import { idOrNull } from "../../../lib/ids.ts";
import { readPrograms, requireViewer } from "../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("developer"))("explorer"),
});

const readLooked = createLoader({ click: parseAsString, sale: parseAsString });

export default async function ExplorerPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  await requireViewer("any");
  const programs = await readPrograms();
  const { click, sale } = await readLooked(searchParams);
  return (
    <ExplorerView
      address={await publicAddress()}
      examples={examplesFor(programs[0]?.id ?? null, {
        click: idOrNull(click),
        sale: idOrNull(sale),
      })}
    />
  );
}
