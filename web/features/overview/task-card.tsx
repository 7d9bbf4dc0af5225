"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { BrandPages } from "../../lib/addresses.ts";
import type { OverviewQuery, ProgramTaskGroup, ProgramTaskKind } from "../../gql/graphql.ts";
import { formatShort } from "../../lib/format.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { ButtonLink } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { textLinkClass } from "../../ui/text-link.ts";

const tones: Record<ProgramTaskGroup, Tone> = {
  DECIDE: "info",
  BROKEN: "danger",
  UNUSUAL: "warning",
  NEAR: "warning",
  ANSWERED: "success",
};
const placesOf = (
  pages: BrandPages,
  { measure }: Pick<OverviewQuery["programTasks"][number], "measure">,
): Record<ProgramTaskKind, string> => ({
  OFFERS: `${pages.partners}?standing=ASKS_YOU`,
  INQUIRIES: pages.inquiries,
  HELD_REPORTS: pages.held,
  AMAZON: "/settings/amazon",
  DOMAINS: "/settings/domains",
  VERIFICATION: pages.verify,
  ALERTS: measure === null ? pages.alerts : `${pages.alerts}?measure=${measure}`,
  LIMITS: pages.limits,
  CPC: pages.setUp,
  ACCEPTED: "/notices",
  DECLINED: "/notices",
});

interface TaskCardProps {
  tasks: OverviewQuery["programTasks"];
  pages: BrandPages;
  timeZone: string;
}
/** What needs somebody today, each with the one place where it is done. */
export function TaskCard({ tasks, pages, timeZone }: TaskCardProps): ReactNode {
  const t = useTranslations("overview.tasks");
  return (
    <Card>
      <CardHead title={t("title")} />
      {tasks.length === 0 ? <p className="text-muted">{t("none")}</p> : null}
      <ul className="flex flex-col divide-y divide-border">
        {tasks.map((task) => (
          <li
            key={`${task.kind} ${task.measure ?? ""}`}
            className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3 first:pt-0
              last:pb-0"
          >
            <span className="min-w-0 flex-1 basis-64">
              <span className="flex flex-wrap items-center gap-2">
                <Badge tone={tones[task.group]}>{t(`groups.${task.group}`)}</Badge>
                <span className="font-medium">
                  {task.measure === null
                    ? t(`kinds.${task.kind}`, { count: task.count })
                    : t(`alerts.${task.measure}`, { count: task.count })}
                </span>
              </span>
              <Subjects task={task} pages={pages} />
              {task.since ? (
                <span className="block text-caption text-subtle">
                  {t("since", { at: formatShort(task.since, timeZone) })}
                </span>
              ) : null}
            </span>
            <ButtonLink
              size="small"
              tone={task.group === "ANSWERED" ? "plain" : "primary"}
              href={placesOf(pages, task)[task.kind]}
            >
              {t(`buttons.${task.kind}`)}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Subjects({
  task: { subjects, count },
  pages,
}: {
  task: OverviewQuery["programTasks"][number];
  pages: BrandPages;
}): ReactNode {
  const t = useTranslations("overview.tasks");
  return (
    <ul className="mt-1 text-table text-muted">
      {subjects.map(({ partnerId, name, detail }, index) => (
        <li key={`${partnerId ?? name} ${index}`} className="break-words">
          {partnerId ? (
            <Link href={`${pages.partners}/${partnerId}`} className={textLinkClass}>
              {name}
            </Link>
          ) : (
            name
          )}
          {detail ? `: ${detail}` : null}
        </li>
      ))}
      {count > subjects.length ? <li>{t("more", { count: count - subjects.length })}</li> : null}
    </ul>
  );
}
