"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import type { OutboxQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatDateTime } from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { graphql } from "../../gql/index.ts";

const Outbox = graphql(/* GraphQL */ `
  query Outbox($after: String) {
    outbox(first: 25, after: $after) {
      nodes {
        id
        recipient
        subject
        body
        createdAt
        sentAt
        attempts
        failure
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const pick = (data: OutboxQuery) => data.outbox;
type Mail = OutboxQuery["outbox"]["nodes"][number];
const standing = ({ sentAt, failure }: Mail) => {
  if (sentAt) return { key: "sent", tone: "success" } as const;
  if (failure) return { key: "failed", tone: "danger" } as const;
  return { key: "waiting", tone: "waiting" } as const;
};

export function OutboxView({
  timeZone,
  first,
}: {
  timeZone: string;
  first: Loaded<OutboxQuery>;
}): ReactNode {
  const t = useTranslations("operator");
  const list = usePages(Outbox, { after: null }, first, pick);
  return (
    <>
      <PageHead title={t("outbox")} lead={t("outboxLead")} />
      <Panel state={list} skeleton={<RowsSkeleton />}>
        {(rows) =>
          rows.length === 0 ? (
            <Card>
              <Empty title={t("noMail")}>{t("noMailText")}</Empty>
            </Card>
          ) : (
            <ul className="flex flex-col gap-2">
              {rows.map((mail) => {
                const { key, tone } = standing(mail);
                return (
                  <li key={mail.id}>
                    <Card className="flex flex-col gap-2">
                      <div className="flex flex-wrap items-start justify-between gap-2">
                        <div className="min-w-0">
                          <h2 className="break-words">{mail.subject}</h2>
                          <p className="text-caption break-all text-muted">
                            {mail.recipient} · {formatDateTime(mail.createdAt, timeZone)}
                          </p>
                        </div>
                        <Badge tone={tone}>{t(`mails.${key}`)}</Badge>
                      </div>
                      {mail.failure ? (
                        <p className="text-danger">
                          {t("mailFailure", { attempts: mail.attempts, failure: mail.failure })}
                        </p>
                      ) : null}
                      {mail.body ? (
                        <details>
                          <summary className="cursor-pointer text-link">{t("readMail")}</summary>
                          <pre
                            className={clsx(
                              "mt-2 rounded-control bg-sunken p-3 font-mono text-table break-words",
                              "whitespace-pre-wrap",
                            )}
                          >
                            {mail.body}
                          </pre>
                        </details>
                      ) : null}
                    </Card>
                  </li>
                );
              })}
            </ul>
          )
        }
      </Panel>
      <MoreButton more={list.more} busy={list.loadingMore} />
    </>
  );
}
