import type { ReactNode } from "react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { SignUpForm } from "../../../features/auth/sign-up-form.tsx";
import { PlainPage } from "../../../shell/plain-page.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("auth"))("signUpTitle"),
});

export default async function SignUpPage(): Promise<ReactNode> {
  const t = await getTranslations();
  return (
    <PlainPage name={t("app.name")} tagline={t("auth.tagline")} title={t("auth.signUpTitle")}>
      <SignUpForm />
      <p className="mt-4">
        {t("auth.haveAccount")} <Link href="/sign-in">{t("auth.signIn")}</Link>
      </p>
    </PlainPage>
  );
}
