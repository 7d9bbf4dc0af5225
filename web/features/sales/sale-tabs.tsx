import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { LinkTabs } from "../../ui/link-tabs.tsx";

interface SaleTabsProps {
  /** Address of the sales log, without a query. */
  log: string;
  current: "all" | "outside";
}
/** All sales, or those that wait outside of terms. */
export function SaleTabs({ log, current }: SaleTabsProps): ReactNode {
  const t = useTranslations("sales.tabs");
  return (
    <LinkTabs
      label={t("label")}
      tabs={[
        { href: log, text: t("all"), current: current === "all" },
        { href: `${log}/outside`, text: t("outside"), current: current === "outside" },
      ]}
    />
  );
}
