"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { ReportUploadsQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import type { FileSent } from "../../lib/send-file.ts";
import { usePages } from "../../lib/use-pages.ts";
import { useTicks } from "../../lib/use-ticks.ts";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { SendFileField } from "../../ui/send-file-field.tsx";
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
      <PagedList list={pages} empty={<Empty title={t("none")}>{t("noneText")}</Empty>}>
        {(uploads) => (
          <div className="flex flex-col gap-3">
            {uploads.map((upload, at) => (
              <UploadCard
                key={upload.id}
                upload={upload}
                timeZone={timeZone}
                heldHref={heldHref}
                place={at + 1}
              />
            ))}
          </div>
        )}
      </PagedList>
    </div>
  );
}

function SendCard({ program, onSent }: { program: string; onSent: () => void }): ReactNode {
  const t = useTranslations("uploads");
  const send = async (file: File): Promise<FileSent<object>> =>
    file.size > maxReportBytes
      ? { ok: false, message: t("tooLarge", { name: file.name }) }
      : sendReport(file, program);
  return (
    <Card>
      <SendFileField
        name="report"
        accept=".csv,.tsv,.txt,.xlsx"
        label={t("file")}
        hint={t("fileHint")}
        send={send}
        onSent={onSent}
      />
    </Card>
  );
}
