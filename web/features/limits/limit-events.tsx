import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { brandPages } from "../../lib/addresses.ts";
import type { ProgramLimitsQuery } from "../../gql/graphql.ts";
import { formatDateTime } from "../../lib/format.ts";
import { Badge } from "../../ui/badge.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { textLinkClass } from "../../ui/text-link.ts";

/** What was reached, newest first; once a period each. */
export function LimitEvents({
  program,
  events,
}: {
  program: { code: string; timeZone: string };
  events: ProgramLimitsQuery["limitEvents"];
}): ReactNode {
  const t = useTranslations("limits");
  return (
    <Card>
      <CardHead title={t("events")} />
      {events.length === 0 ? <p className="text-muted">{t("noEvents")}</p> : null}
      <ul className="flex flex-col divide-y divide-border">
        {events.map(
          ({ limitId, percent, text, partnerId, partnerName, contractId, occurredAt }) => (
            <li
              key={`${partnerId} ${limitId} ${percent} ${occurredAt}`}
              className="flex flex-wrap items-start justify-between gap-2 py-2"
            >
              <span className="min-w-0">
                <span className="block break-words">
                  {contractId && partnerName ? (
                    <Link
                      href={`${brandPages(program.code).contracts}/${contractId}`}
                      className={textLinkClass}
                    >
                      {partnerName}
                    </Link>
                  ) : (
                    t("wholeProgram")
                  )}
                </span>
                <span className="block text-caption text-muted">
                  {text} · {formatDateTime(occurredAt, program.timeZone)}
                </span>
              </span>
              <Badge tone={percent === 100 ? "danger" : "warning"}>
                {t(percent === 100 ? "reached100" : "reached80")}
              </Badge>
            </li>
          ),
        )}
      </ul>
    </Card>
  );
}
