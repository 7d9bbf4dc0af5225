import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { LinkTabs } from "../../ui/link-tabs.tsx";

interface SaleTabsProps {
  /** Address of the sales log, without a query. */
  log: string;
  current: "all" | "outside" | "amazon" | "upload" | "shop";
  /** Whether the viewer is of the brand, which alone is told the rest by Amazon. */
  isBrand: boolean;
  /** Whether the viewer may send Amazon's report in a file. */
  mayUpload: boolean;
  /** Whether the viewer may see what the brand's own shops handed in. */
  mayReadShop: boolean;
}
/**
 * All sales, those outside of terms, what Amazon tells besides, reports that are sent in files, and
 * orders of own shops.
 */
export function SaleTabs(props: SaleTabsProps): ReactNode {
  const { log, current, isBrand, mayUpload, mayReadShop } = props;
  const t = useTranslations("sales.tabs");
  return (
    <LinkTabs
      label={t("label")}
      tabs={[
        { href: log, text: t("all"), current: current === "all" },
        { href: `${log}/outside`, text: t("outside"), current: current === "outside" },
        ...(isBrand
          ? [{ href: `${log}/amazon`, text: t("amazon"), current: current === "amazon" }]
          : []),
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
