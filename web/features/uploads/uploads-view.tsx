"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { ReportUploadsQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { usePages } from "../../lib/use-pages.ts";
import { useTicks } from "../../lib/use-ticks.ts";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { InputField } from "../../ui/form.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { maxReportBytes, sendReport } from "./send-report.ts";
import { UploadCard } from "./upload-card.tsx";

const ReportUploads = graphql(/* GraphQL */ `
  query ReportUploads($program: ID!, $after: String, $first: Int!) {
    reportUploads(programId: $program, after: $after, first: $first) {
      nodes {
        id
        state
        ...UploadCard
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);
const pick = (data: ReportUploadsQuery) => data.reportUploads;
/** While a file is being read or booked the list looks again this often. */
const lookAgainMs = 1_000;

interface UploadsViewProps {
  variables: { program: string; first: number };
  initial: Loaded<ReportUploadsQuery>;
  timeZone: string;
  heldHref: string;
}
export function UploadsView({
  variables,
  initial,
  timeZone,
  heldHref,
}: UploadsViewProps): ReactNode {
  const t = useTranslations("uploads");
  const [waiting, setWaiting] = useState(true);
  const pages = usePages(ReportUploads, variables, initial, pick, {
    news: useTicks(waiting, lookAgainMs),
  });
  const isWaiting = (pages.data ?? []).some(
    ({ state }) => state === "READING" || state === "BOOKING",
  );
  if (isWaiting !== waiting) setWaiting(isWaiting);
  return (
    <div className="flex max-w-5xl flex-col gap-3">
      <SendCard program={variables.program} onSent={pages.retry} />
      <Panel state={pages} skeleton={<RowsSkeleton />}>
        {(uploads) =>
          uploads.length === 0 ? (
            <Card>
              <Empty title={t("none")}>{t("noneText")}</Empty>
            </Card>
          ) : (
            <div className="flex flex-col gap-3">
              {uploads.map((upload) => (
                <UploadCard
                  key={upload.id}
                  upload={upload}
                  timeZone={timeZone}
                  heldHref={heldHref}
                />
              ))}
              <MoreButton more={pages.more} busy={pages.loadingMore} />
            </div>
          )
        }
      </Panel>
    </div>
  );
}

function SendCard({ program, onSent }: { program: string; onSent: () => void }): ReactNode {
  const t = useTranslations("uploads");
  const [sending, setSending] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const send = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (!file) return;
    if (file.size > maxReportBytes) {
      input.value = "";
      return setFault(t("tooLarge", { name: file.name }));
    }
    setSending(file.name);
    setFault(null);
    const sent = await sendReport(file, program);
    setSending(null);
    // The same file can be chosen again.
    input.value = "";
    if (sent.ok) onSent();
    else setFault(sent.message ?? t("notSent"));
  };
  return (
    <Card>
      <InputField
        name="report"
        type="file"
        accept=".csv,.tsv,.txt,.xlsx"
        label={t("file")}
        hint={t("fileHint")}
        error={fault}
        disabled={sending !== null}
        className="h-auto py-1 md:h-auto"
        onChange={(event) => void send(event.target)}
      />
      {sending ? <output className="mt-2 block">{t("sending", { name: sending })}</output> : null}
    </Card>
  );
}
