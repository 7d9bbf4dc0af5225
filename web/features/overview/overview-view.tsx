"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { CircleCheck, CircleDashed } from "lucide-react";
import type { OverviewQuery } from "../../gql/graphql.ts";
import { readFragment } from "../../gql/index.ts";
import type { Loaded } from "../../lib/failure.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Card, CardHead, PageHead } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { bucketWords } from "../reporting/bucket-words.ts";
import { Bucket, Figures, Meta, Verdict } from "../reporting/documents.ts";
import { KpiStrip } from "../reporting/kpi-strip.tsx";
import { PairSection } from "../reporting/pair-section.tsx";
import { useNews } from "../reporting/use-news.ts";
import { Verdicts } from "../reporting/verdicts.tsx";
import { Overview } from "./documents.ts";
import { stepsOf, type Step } from "./steps.ts";

interface OverviewProgram {
  id: string;
  code: string;
  name: string;
  marketplaceCurrency: string;
}

/** Is tracking healthy, and what is left to set up? */
export function OverviewView({ program, initial }: { program: OverviewProgram; initial: Loaded<OverviewQuery> }): ReactNode {
  const t = useTranslations("overview");
  const { news } = useNews(program.id);
  const state = useLoaded(Overview, { program: program.id }, initial, { news });
  const base = `/b/${program.code}`;
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t("lead", { program: program.name })}
        actions={
          <ButtonLink tone="primary" href={`${base}/reporting`}>
            {t("open")}
          </ButtonLink>
        }
      />
      <Panel state={state} skeleton={<Skeleton className="h-96" />}>
        {(data) => <OverviewBody data={data} program={program} base={base} />}
      </Panel>
    </>
  );
}

function OverviewBody({ data, program, base }: { data: OverviewQuery; program: OverviewProgram; base: string }): ReactNode {
  const router = useRouter();
  const verdicts = readFragment(Verdict, data.verdicts);
  const steps = stepsOf({ ...data, bothArrive: verdicts.some(({ tone }) => tone === "OK") }, base);
  const { report } = data;
  if (!report) return null;
  const meta = readFragment(Meta, report.meta);
  const totals = readFragment(Figures, report.totals);
  const buckets = readFragment(Bucket, report.buckets);
  return (
    <div className="flex flex-col gap-4">
      {steps.every(({ done }) => done) ? null : <SetUp steps={steps} />}
      <Verdicts verdicts={verdicts} timeZone={meta.timeZone} checksHref={`${base}/verify`} linksHref={`${base}/links`} />
      <KpiStrip totals={totals} currency={program.marketplaceCurrency} metric="orders" onMetric={(metric) => router.push(`${base}/reporting?metric=${metric}`)} reasonHref={(reason) => `${base}/reporting/clicks?reason=${reason}`} />
      <PairSection
        meta={meta} totals={totals} buckets={buckets} salesDays={[]} words={bucketWords(buckets, meta.grain, meta.timeZone)} metric="orders" currency={program.marketplaceCurrency} layout="side"
        onLayout={() => {}}
        onOpen={(bucket) => router.push(`${base}/reporting?bucket=${bucket}`)}
        renderEmpty={(reason) => <EmptyState reason={reason} space="brand" programCode={program.code} href={reason === "TEST_HIDDEN" ? `${base}/reporting?mode=both` : reason === "NONE_IN_RANGE" ? `${base}/reporting?last=90d` : undefined} />}
      />
    </div>
  );
}

function SetUp({ steps }: { steps: readonly Step[] }): ReactNode {
  const t = useTranslations("overview");
  return (
    <Card aria-labelledby="set-up">
      <CardHead id="set-up" title={t("steps")} />
      <p className="mb-3 text-muted">{t("stepsText")}</p>
      <ol className="flex flex-col gap-2">
        {steps.map(({ key, done, href }) => {
          const Icon = done ? CircleCheck : CircleDashed;
          return (
            <li key={key} className="flex items-center gap-2">
              <Icon aria-hidden size={16} className={done ? "text-success" : "text-subtle"} />
              {done ? <span className="text-muted">{t(`step.${key}`)}</span> : <Link href={href} className={textLinkClass}>{t(`step.${key}`)}</Link>}
              <span className="text-caption text-subtle">{done ? t("done") : t("todo")}</span>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
