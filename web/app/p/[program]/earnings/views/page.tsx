import type { Metadata } from "next";
import type { ReactNode } from "react";
import { getTranslations } from "next-intl/server";
import { ViewsPage, type ViewsPageProps } from "../../../../../features/views/views-page.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("views"))("title"),
});

export default function Page({ params }: Pick<ViewsPageProps, "params">): ReactNode {
  return <ViewsPage params={params} space="partner" />;
}
