import type { Metadata } from "next";
import type { ReactNode } from "react";
import { getTranslations } from "next-intl/server";
import { ClickLogPage } from "../../../../../features/reporting/log/log-page.tsx";
import type { ReportingParams } from "../../../../../features/reporting/reporting-page.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("reporting"))("clickLog"),
});

export default function Page(props: ReportingParams): ReactNode {
  return <ClickLogPage {...props} space="partner" />;
}
