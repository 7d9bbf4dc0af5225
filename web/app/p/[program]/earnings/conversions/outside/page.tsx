import type { Metadata } from "next";
import type { ReactNode } from "react";
import { getTranslations } from "next-intl/server";
import {
  OutsidePage,
  type OutsidePageProps,
} from "../../../../../../features/sales/outside-page.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("sales.outside"))("title"),
});

export default function Page(props: Omit<OutsidePageProps, "space">): ReactNode {
  return <OutsidePage {...props} space="partner" />;
}
