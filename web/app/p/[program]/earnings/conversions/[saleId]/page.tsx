import type { Metadata } from "next";
import type { ReactNode } from "react";
import { getTranslations } from "next-intl/server";
import { SalePage, type SalePageProps } from "../../../../../../features/sales/sale-page.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("sales"))("title"),
});

export default function Page(props: Omit<SalePageProps, "space">): ReactNode {
  return <SalePage {...props} space="partner" />;
}
