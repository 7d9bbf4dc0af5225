import type { Metadata } from "next";
import type { ReactNode } from "react";
import { getTranslations } from "next-intl/server";
import { ClickPage } from "../../../../../features/reporting/log/click-page.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("reporting.trace"))("title"),
});

export default async function Page({
  params,
}: {
  params: Promise<{ program: string; click: string }>;
}): Promise<ReactNode> {
  const { program, click } = await params;
  return (
    <ClickPage
      params={Promise.resolve({ program, clickId: click })}
      space="partner"
      from="clicks"
    />
  );
}
