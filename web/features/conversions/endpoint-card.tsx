import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Card, CardHead } from "../../ui/card.tsx";
import { CodeBox } from "../../ui/code-box.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { textLinkClass } from "../../ui/text-link.ts";

interface EndpointCardProps {
  /** Of the API, as the visitor reached this page. */
  address: string;
  programId: string;
}
const commandOf = ({ address, programId }: EndpointCardProps): string =>
  [
    `curl ${address}/conversions \\`,
    '  -H "authorization: Bearer $COUNTERFOIL_KEY" \\',
    `  -d programId=${programId} \\`,
    "  -d event=SALE -d orderId=1001 -d eventDate=NOW \\",
    "  -d promoCode=ANNA10 -d currency=USD -d subtotal=59.90",
  ].join("\n");

/** How a shop's own script hands in an order. */
export function EndpointCard(props: EndpointCardProps): ReactNode {
  const t = useTranslations("shop");
  const command = commandOf(props);
  return (
    <Card>
      <CardHead
        title={t("endpoint")}
        actions={<CopyButton text={command} what={t("endpoint")} />}
      />
      <div className="flex flex-col gap-2">
        <p className="text-muted">{t("endpointText")}</p>
        <p>
          <Link href="/dev/keys" className={textLinkClass}>
            {t("endpointKeys")}
          </Link>
        </p>
        <CodeBox label={t("endpoint")}>{command}</CodeBox>
      </div>
    </Card>
  );
}
