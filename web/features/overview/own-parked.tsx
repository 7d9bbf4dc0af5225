import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { OverviewQuery } from "../../gql/graphql.ts";
import { formatDateTime } from "../../lib/format.ts";
import { Badge } from "../../ui/badge.tsx";
import { Card, CardHead } from "../../ui/card.tsx";

interface OwnParkedProps {
  items: OverviewQuery["parkedItems"]["nodes"];
  timeZone: string;
}
/** What could not be done for this brand, with its reason: nothing where everything was. */
export function OwnParked({ items, timeZone }: OwnParkedProps): ReactNode {
  const t = useTranslations("parked");
  const at = (instant: string) => formatDateTime(instant, timeZone);
  if (items.length === 0) return null;
  return (
    <Card>
      <CardHead title={t("own")} actions={<Badge tone="waiting">{t("states.WAITING")}</Badge>} />
      <ul className="flex flex-col divide-y divide-border">
        {items.map((item) => (
          <li key={item.id} className="py-2">
            <p className="font-medium break-words">
              {[t(`kinds.${item.kind}`), item.programName, item.partnerName]
                .filter(Boolean)
                .join(" · ")}
            </p>
            <p className="max-w-prose">{t(`ownReasons.${item.reason}`)}</p>
            <p className="text-caption text-muted">
              {item.waitingClicks > 0 && item.waitingSince
                ? t("waiting", { clicks: item.waitingClicks, since: at(item.waitingSince) })
                : t("ownSince", { at: at(item.parkedAt) })}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
