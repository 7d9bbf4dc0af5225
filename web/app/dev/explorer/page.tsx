import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { publicAddress } from "../../../features/developer/address.ts";
import { examplesFor } from "../../../features/developer/examples.ts";
import { ExplorerView } from "../../../features/developer/explorer-view.tsx";
import { readPrograms, requireViewer } from "../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations("developer"))("explorer") });

export default async function ExplorerPage(): Promise<ReactNode> {
  await requireViewer("any");
  const programs = await readPrograms();
  return <ExplorerView address={await publicAddress()} examples={examplesFor(programs[0]?.id ?? null)} />;
}
