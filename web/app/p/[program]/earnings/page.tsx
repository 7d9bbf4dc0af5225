import type { Metadata } from "next";
import type { ReactNode } from "react";
import { getTranslations } from "next-intl/server";
import {
  ReportingPage,
  type ReportingParams,
} from "../../../../features/reporting/reporting-page.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("reporting"))("performanceTitle"),
});

export default function Page(props: ReportingParams): ReactNode {
  return <ReportingPage {...props} space="partner" />;
}
