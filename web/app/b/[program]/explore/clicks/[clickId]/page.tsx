import type { Metadata } from "next";
import type { ReactNode } from "react";
import { getTranslations } from "next-intl/server";
import {
  ClickPage,
  type ClickPageProps,
} from "../../../../../../features/reporting/log/click-page.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("reporting.trace"))("title"),
});

export default function Page(props: Omit<ClickPageProps, "space">): ReactNode {
  return <ClickPage {...props} space="brand" />;
}
