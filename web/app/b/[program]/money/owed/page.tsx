import type { Metadata } from "next";
import type { ReactNode } from "react";
import { getTranslations } from "next-intl/server";
import { OwedPage, type OwedPageProps } from "../../../../../features/payouts/owed-page.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("owed"))("title"),
});

export default function Page(props: Omit<OwedPageProps, "space">): ReactNode {
  return <OwedPage {...props} space="brand" />;
}
