import type { ReactNode } from "react";
import { getTranslations } from "next-intl/server";
import { PlainPage } from "../shell/plain-page.tsx";
import { ButtonLink } from "../ui/button.tsx";

export default async function NotFoundPage(): Promise<ReactNode> {
  const t = await getTranslations();
  return (
    <PlainPage
      name={t("app.name")}
      title={t("errors.notFoundTitle")}
      lead={t("errors.notFoundText")}
    >
      <ButtonLink href="/">{t("errors.home")}</ButtonLink>
    </PlainPage>
  );
}
