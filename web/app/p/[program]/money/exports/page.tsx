import type { Metadata } from "next";
import type { ReactNode } from "react";
import { getTranslations } from "next-intl/server";
import {
  ExportsPage,
  type ExportsPageProps,
} from "../../../../../features/exports/exports-page.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("exports"))("title"),
});

export default function Page(props: Omit<ExportsPageProps, "space">): ReactNode {
  return <ExportsPage {...props} space="partner" />;
}
