import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { OverviewQuery } from "../../gql/graphql.ts";
import { formatDateTime } from "../../lib/format.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Card, CardHead } from "../../ui/card.tsx";

type Parked = OverviewQuery["parkedItems"];
const tones: Record<Parked["nodes"][number]["state"], Tone> = {
  WAITING: "waiting",
  NEEDS_OPERATOR: "danger",
  DONE: "success",
};

interface OwnParkedProps {
  /** The newest ones. */
  parked: Parked;
  timeZone: string;
}
/** What could not be done for this brand, with its reason: nothing where everything was. */
export function OwnParked({ parked, timeZone }: OwnParkedProps): ReactNode {
  const t = useTranslations("parked");
  const items = parked.nodes;
  const at = (instant: string) => formatDateTime(instant, timeZone);
  if (items.length === 0) return null;
  return (
    <Card>
      <CardHead title={t("own")} />
      <p className="mb-1 text-muted">{t("ownLead")}</p>
      <ul className="flex flex-col divide-y divide-border">
        {items.map((item) => (
          <li key={item.id} className="py-2">
            <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
              <p className="min-w-0 font-medium break-words">
                {[t(`kinds.${item.kind}`), item.programName, item.partnerName]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
              <Badge tone={tones[item.state]}>{t(`ownStates.${item.state}`)}</Badge>
            </div>
            <p className="max-w-prose">{t(`ownReasons.${item.reason}`)}</p>
            <p className="text-caption text-muted">
              {item.waitingClicks > 0 && item.waitingSince
                ? t("waiting", { clicks: item.waitingClicks, since: at(item.waitingSince) })
                : t("ownSince", { at: at(item.parkedAt) })}
            </p>
          </li>
        ))}
      </ul>
      {parked.pageInfo.hasNextPage ? (
        <p className="mt-2 text-caption text-muted">{t("ownMore", { count: items.length })}</p>
      ) : null}
    </Card>
  );
}
