"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { HealthLevel, HealthPart, SystemHealthQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatSecond } from "../../lib/format.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { useTicks } from "../../lib/use-ticks.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { PageHead } from "../../ui/card.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { RowHead, Table, Td, Th, wideOnly } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";

const SystemHealth = graphql(/* GraphQL */ `
  query SystemHealth {
    systemHealth {
      at
      level
      checks {
        part
        subject
        level
        sentence
        nextStep
      }
    }
  }
`);
type Health = SystemHealthQuery["systemHealth"];
type Check = Health["checks"][number];

const tones: Record<HealthLevel, Tone> = { GREEN: "success", AMBER: "warning", RED: "danger" };
/** Where what is not well is seen. */
const pages: Partial<Record<HealthPart, string>> = {
  MAILS: "/operator/outbox",
  PARKED: "/operator/parked",
};
/** While the page is seen it looks again this often. */
const pollMs = 5_000;

interface HealthViewProps {
  timeZone: string;
  first: Loaded<SystemHealthQuery>;
}
export function HealthView({ timeZone, first }: HealthViewProps): ReactNode {
  const t = useTranslations("health");
  const state = useLoaded(SystemHealth, {}, first, { news: useTicks(true, pollMs) });
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <Panel state={state} skeleton={<RowsSkeleton />}>
        {({ systemHealth }) => <Whole health={systemHealth} timeZone={timeZone} />}
      </Panel>
    </>
  );
}

function Whole({ health, timeZone }: { health: Health; timeZone: string }): ReactNode {
  const t = useTranslations("health");
  const bad = health.checks.filter(({ level }) => level !== "GREEN");
  const loops = health.checks.filter((check) => check.part === "LOOP" && !bad.includes(check));
  const well = health.checks.filter((check) => check.part !== "LOOP" && !bad.includes(check));
  return (
    <>
      <output className="mb-4 flex flex-wrap items-center gap-2 text-lead">
        <Badge tone={tones[health.level]}>{t(`levels.${health.level}`)}</Badge>
        <span>{t(`whole.${health.level}`, { count: bad.length })}</span>
        <span className="text-caption text-muted">
          {t("at", { time: formatSecond(health.at, timeZone) })}
        </span>
      </output>
      {bad.length > 0 ? <Checks title={t("toMend")} checks={bad} /> : null}
      {well.length > 0 ? <Checks title={t("well")} checks={well} /> : null}
      {loops.length > 0 ? (
        <details className="mt-4">
          <summary className="cursor-pointer py-1 text-link">
            {t("loops", { count: loops.length })}
          </summary>
          <Checks title={t("loopsTitle")} checks={loops} />
        </details>
      ) : null}
    </>
  );
}

function Checks({ title, checks }: { title: string; checks: readonly Check[] }): ReactNode {
  const t = useTranslations("health");
  return (
    <section className="mb-4">
      <h2 className="mb-2">{title}</h2>
      <Table label={title} stacked>
        <thead className={wideOnly}>
          <tr>
            <Th pinned>{t("part")}</Th>
            <Th>{t("state")}</Th>
            <Th>{t("how")}</Th>
            <Th>{t("next")}</Th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => (
            <CheckRow key={`${check.part} ${check.subject}`} check={check} />
          ))}
        </tbody>
      </Table>
    </section>
  );
}

function CheckRow({ check }: { check: Check }): ReactNode {
  const t = useTranslations("health");
  const { part, subject, level, sentence, nextStep } = check;
  const page = pages[part];
  return (
    <tr>
      <RowHead className="min-w-40">
        {subject === null ? t(`parts.${part}`) : t("partOf", { part: t(`parts.${part}`), subject })}
      </RowHead>
      <Td label={t("state")}>
        <Badge tone={tones[level]}>{t(`levels.${level}`)}</Badge>
      </Td>
      <Td label={t("how")} className="break-words">
        {sentence}
      </Td>
      <Td label={nextStep === null ? undefined : t("next")}>
        {nextStep}
        {nextStep !== null && page ? (
          <>
            {" "}
            <Link href={page} className={textLinkClass}>
              {t("open")}
            </Link>
          </>
        ) : null}
      </Td>
    </tr>
  );
}
