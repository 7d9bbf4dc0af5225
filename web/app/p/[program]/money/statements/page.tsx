import type { Metadata } from "next";
import type { ReactNode } from "react";
import { getTranslations } from "next-intl/server";
import {
  StatementsPage,
  type StatementsPageProps,
} from "../../../../../features/payouts/statements-page.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("payouts"))("title"),
});

export default function Page(props: Omit<StatementsPageProps, "space">): ReactNode {
  return <StatementsPage {...props} space="partner" />;
}
