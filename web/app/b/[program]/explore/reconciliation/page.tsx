import type { Metadata } from "next";
import type { ReactNode } from "react";
import { getTranslations } from "next-intl/server";
import {
  ReconciliationPage,
  type ReconciliationPageProps,
} from "../../../../../features/reconciliation/reconciliation-page.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("reconciliation"))("title"),
});

export default function Page(props: ReconciliationPageProps): ReactNode {
  return <ReconciliationPage {...props} />;
}
