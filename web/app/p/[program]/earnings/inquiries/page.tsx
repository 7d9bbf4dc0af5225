import type { Metadata } from "next";
import type { ReactNode } from "react";
import { getTranslations } from "next-intl/server";
import {
  InquiriesPage,
  type InquiriesPageProps,
} from "../../../../../features/inquiries/inquiries-page.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("inquiries"))("title"),
});

export default function Page(props: Omit<InquiriesPageProps, "space">): ReactNode {
  return <InquiriesPage {...props} space="partner" />;
}
