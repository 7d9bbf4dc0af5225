import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { ButtonLink } from "../../ui/button.tsx";
import { Card, CardHead, Facts, PageHead } from "../../ui/card.tsx";
import { DevTabs } from "./dev-tabs.tsx";

/** Where to begin, and the limits. */
export function DevHomeView({ address }: { address: string }): ReactNode {
  const t = useTranslations("developer");
  const limits = ["points", "operation", "pages", "depth"] as const;
  return (
    <>
      <DevTabs current="home" />
      <PageHead title={t("title")} lead={t("lead")} />
      <div className="grid items-start gap-3 lg:grid-cols-3">
        <Card>
          <CardHead title={t("keys")} />
          <p className="mb-3 text-muted">{t("keysLead")}</p>
          <ButtonLink href="/dev/keys" tone="primary">
            {t("toKeys")}
          </ButtonLink>
        </Card>
        <Card>
          <CardHead title={t("explorer")} />
          <p className="mb-3 text-muted">{t("explorerLead")}</p>
          <ButtonLink href="/dev/explorer" prefetch={false}>
            {t("toExplorer")}
          </ButtonLink>
        </Card>
        <Card>
          <CardHead title={t("limits")} />
          <Facts
            items={[
              {
                label: t("address"),
                value: <span className="font-mono break-all">{address}/graphql</span>,
              },
              ...limits.map((key) => ({
                label: t(`limitNames.${key}`),
                value: t(`limitTexts.${key}`),
              })),
            ]}
          />
        </Card>
      </div>
    </>
  );
}
