import type { ReactNode } from "react";
import { getTranslations } from "next-intl/server";
import { readRefusal, readViewer } from "../lib/session.ts";
import { PlainPage } from "../shell/plain-page.tsx";
import { ButtonLink } from "../ui/button.tsx";

/** 403: names the right that is missing and who can grant it. */
export default async function ForbiddenPage(): Promise<ReactNode> {
  const t = await getTranslations();
  const { right, space } = readRefusal();
  const viewer = await readViewer();
  const grantor =
    viewer?.account?.kind === "PARTNER" ? t("errors.grantorPartner") : t("errors.grantorBrand");
  const missing = right
    ? t("errors.forbiddenRight", { right, grantor })
    : t("errors.forbiddenText");
  const lead = space ? t("errors.forbiddenSpace", { space: t(`errors.spaces.${space}`) }) : missing;
  return (
    <PlainPage name={t("app.name")} title={t("errors.forbiddenTitle")} lead={lead}>
      <ButtonLink href="/">{t("errors.home")}</ButtonLink>
    </PlainPage>
  );
}
