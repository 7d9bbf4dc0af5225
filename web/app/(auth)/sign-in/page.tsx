import type { ReactNode } from "react";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SignInForm } from "../../../features/auth/sign-in-form.tsx";
import { readViewer } from "../../../lib/session.ts";
import { safeNext } from "../../../lib/spaces.ts";
import { PlainPage } from "../../../shell/plain-page.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("auth"))("signInTitle"),
});

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}): Promise<ReactNode> {
  const { next } = await searchParams;
  const target = safeNext(typeof next === "string" ? next : null) ?? "/";
  if (await readViewer()) redirect(target);
  const t = await getTranslations();
  return (
    <PlainPage name={t("app.name")} tagline={t("auth.tagline")} title={t("auth.signInTitle")}>
      <SignInForm target={target} />
    </PlainPage>
  );
}
