"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { PlainPage } from "../shell/plain-page.tsx";
import { Button, ButtonLink } from "../ui/button.tsx";

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}): ReactNode {
  const t = useTranslations();
  return (
    <PlainPage name={t("app.name")} title={t("errors.pageTitle")} lead={t("errors.pageText")}>
      {error.digest ? (
        <p className="mb-4 font-mono text-caption text-subtle">
          {t("errors.request", { id: error.digest })}
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" onClick={reset}>
          {t("errors.again")}
        </Button>
        <ButtonLink href="/">{t("errors.home")}</ButtonLink>
      </div>
    </PlainPage>
  );
}
