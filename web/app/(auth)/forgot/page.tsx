import type { ReactNode } from "react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ForgotForm } from "../../../features/auth/password-forms.tsx";
import { PlainPage } from "../../../shell/plain-page.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("auth"))("forgotTitle"),
});

export default async function ForgotPage(): Promise<ReactNode> {
  const t = await getTranslations();
  return (
    <PlainPage name={t("app.name")} title={t("auth.forgotTitle")} lead={t("auth.forgotText")}>
      <ForgotForm />
      <p className="mt-4">
        <Link href="/sign-in">{t("auth.backToSignIn")}</Link>
      </p>
    </PlainPage>
  );
}
