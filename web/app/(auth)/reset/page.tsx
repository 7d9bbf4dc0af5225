import type { ReactNode } from "react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ResetForm } from "../../../features/auth/password-forms.tsx";
import { PlainPage } from "../../../shell/plain-page.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("auth"))("resetTitle"),
  referrer: "no-referrer",
});

export default async function ResetPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}): Promise<ReactNode> {
  const t = await getTranslations();
  const { token } = await searchParams;
  return (
    <PlainPage name={t("app.name")} title={t("auth.resetTitle")} lead={t("auth.resetText")}>
      <ResetForm token={typeof token === "string" ? token : ""} />
      <p className="mt-4">
        <Link href="/sign-in">{t("auth.backToSignIn")}</Link>
      </p>
    </PlainPage>
  );
}
