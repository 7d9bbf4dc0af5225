import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { LinkTabs } from "../../ui/link-tabs.tsx";

interface SaleTabsProps {
  /** Address of the sales log, without a query. */
  log: string;
  current: "all" | "outside" | "upload";
  /** Whether the viewer may send Amazon's report in a file. */
  mayUpload: boolean;
}
/** All sales, those that wait outside of terms, and reports that are sent in files. */
export function SaleTabs({ log, current, mayUpload }: SaleTabsProps): ReactNode {
  const t = useTranslations("sales.tabs");
  return (
    <LinkTabs
      label={t("label")}
      tabs={[
        { href: log, text: t("all"), current: current === "all" },
        { href: `${log}/outside`, text: t("outside"), current: current === "outside" },
        ...(mayUpload
          ? [{ href: `${log}/upload`, text: t("upload"), current: current === "upload" }]
          : []),
      ]}
    />
  );
}
