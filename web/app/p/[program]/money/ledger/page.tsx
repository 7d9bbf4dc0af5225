import type { Metadata } from "next";
import type { ReactNode } from "react";
import { getTranslations } from "next-intl/server";
import { LedgerPage, type LedgerPageProps } from "../../../../../features/payouts/ledger-page.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("ledger"))("title"),
});

export default function Page(props: Omit<LedgerPageProps, "space">): ReactNode {
  return <LedgerPage {...props} space="partner" />;
}
