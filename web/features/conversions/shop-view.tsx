"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { ConversionSubmissionsQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { sendFile } from "../../lib/send-file.ts";
import { usePages } from "../../lib/use-pages.ts";
import { useTicks } from "../../lib/use-ticks.ts";
import { Card, CardHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { SendFileField } from "../../ui/send-file-field.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { SubmissionCard } from "./submission-card.tsx";

const Submissions = graphql(/* GraphQL */ `
  query ConversionSubmissions($program: ID!, $after: String, $first: Int!) {
    conversionSubmissions(programId: $program, after: $after, first: $first) {
      nodes {
        id
        state
        ...SubmissionCard
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);
const pick = (data: ConversionSubmissionsQuery) => data.conversionSubmissions;
/** While something is under way the list looks again this often. */
const lookAgainMs = 1_000;

interface ShopViewProps {
  variables: { program: string; first: number };
  initial: Loaded<ConversionSubmissionsQuery>;
  timeZone: string;
  mayWrite: boolean;
}
export function ShopView({ variables, initial, timeZone, mayWrite }: ShopViewProps): ReactNode {
  const t = useTranslations("shop");
  const [waiting, setWaiting] = useState(true);
  const news = useTicks(waiting, lookAgainMs);
  const list = usePages(Submissions, variables, initial, pick, { news });
  const isWaiting = (list.data ?? []).some(({ state }) =>
    ["READING", "QUEUED", "IN_PROGRESS"].includes(state),
  );
  if (isWaiting !== waiting) setWaiting(isWaiting);
  return (
    <>
      {mayWrite ? <SendCard program={variables.program} onSent={list.retry} /> : null}
      <PagedList list={list} empty={<Empty title={t("none")}>{t("noneText")}</Empty>}>
        {(submissions) => (
          <div className="flex flex-col gap-3">
            {submissions.map((submission, at) => (
              <SubmissionCard
                key={submission.id}
                submission={submission}
                timeZone={timeZone}
                mayWrite={mayWrite}
                news={news}
                place={at + 1}
              />
            ))}
          </div>
        )}
      </PagedList>
    </>
  );
}

function SendCard({ program, onSent }: { program: string; onSent: () => void }): ReactNode {
  const t = useTranslations("shop");
  return (
    <Card>
      <CardHead
        title={t("file")}
        actions={
          <a href="/conversions/template.csv" download className={textLinkClass}>
            {t("template")}
          </a>
        }
      />
      <SendFileField
        name="orders"
        accept=".csv,.txt,.tsv"
        label={t("fileField")}
        hint={t("fileHint")}
        send={(file) =>
          sendFile(file, "/conversions/files", { programId: program, name: file.name }, "text/csv")
        }
        onSent={onSent}
      />
    </Card>
  );
}
