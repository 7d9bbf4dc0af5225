import type { ReactNode } from "react";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { PlainPage } from "../shell/plain-page.tsx";
import { buttonClass } from "../ui/button.tsx";

/**
 * 429: whoever is not signed in is led to the sign-in page, so no page is ever refused for that. It
 * is drawn beside every page before one is refused, so it knows no seconds.
 */
export default async function BusyPage(): Promise<ReactNode> {
  const t = await getTranslations();
  const here = (await headers()).get("x-page") ?? "/";
  return (
    <PlainPage name={t("app.name")} title={t("errors.busyTitle")} lead={t("errors.busyText")}>
      <a href={here} className={buttonClass("primary")}>
        {t("errors.again")}
      </a>
    </PlainPage>
  );
}
