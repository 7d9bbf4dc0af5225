import type { Metadata } from "next";
import type { ReactNode } from "react";
import { getTranslations } from "next-intl/server";
import {
  HeldReportsPage,
  type HeldReportsPageProps,
} from "../../../../../features/holds/held-reports-page.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("holds"))("title"),
});

export default function Page(props: HeldReportsPageProps): ReactNode {
  return <HeldReportsPage {...props} />;
}
