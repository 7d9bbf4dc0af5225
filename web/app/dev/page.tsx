import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { publicAddress } from "../../features/developer/address.ts";
import { DevHomeView } from "../../features/developer/home-view.tsx";
import { requireViewer } from "../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("developer"))("title"),
});

export default async function DevPage(): Promise<ReactNode> {
  await requireViewer("any");
  return <DevHomeView address={await publicAddress()} />;
}
