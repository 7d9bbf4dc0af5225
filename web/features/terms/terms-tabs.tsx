import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { LinkTabs } from "../../ui/link-tabs.tsx";

/** Terms of the program, and of campaigns inside it. */
export function TermsTabs({ current, base }: { current: "templates" | "campaigns"; base: string }): ReactNode {
  const t = useTranslations("terms");
  return (
    <LinkTabs
      label={t("title")}
      tabs={[
        { href: base, text: t("tabs.templates"), current: current === "templates" },
        { href: `${base}/campaigns`, text: t("tabs.campaigns"), current: current === "campaigns" },
      ]}
    />
  );
}
