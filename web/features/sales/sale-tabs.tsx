import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { LinkTabs } from "../../ui/link-tabs.tsx";

interface SaleTabsProps {
  /** Address of the sales log, without a query. */
  log: string;
  current: "all" | "outside" | "upload" | "shop";
  /** Whether the viewer may send Amazon's report in a file. */
  mayUpload: boolean;
  /** Whether the viewer may see what the brand's own shops handed in. */
  mayReadShop: boolean;
}
/** All sales, those outside of terms, reports that are sent in files, and orders of own shops. */
export function SaleTabs({ log, current, mayUpload, mayReadShop }: SaleTabsProps): ReactNode {
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
        ...(mayReadShop
          ? [{ href: `${log}/shop`, text: t("shop"), current: current === "shop" }]
          : []),
      ]}
    />
  );
}
