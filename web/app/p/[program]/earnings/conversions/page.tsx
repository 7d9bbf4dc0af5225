import type { Metadata } from "next";
import type { ReactNode } from "react";
import { getTranslations } from "next-intl/server";
import { SaleLogPage } from "../../../../../features/reporting/log/log-page.tsx";
import type { ReportingParams } from "../../../../../features/reporting/reporting-page.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("reporting"))("salesLog"),
});

export default function Page(props: ReportingParams): ReactNode {
  return <SaleLogPage {...props} space="partner" />;
}
