"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { ParkedItemsQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatDateTime } from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { ChoiceBar } from "../../ui/choice-bar.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { useToast } from "../../ui/toast.tsx";
import { parkedChoices } from "./choices.ts";
import { GiveUp } from "./give-up-dialog.tsx";
import { graphql } from "../../gql/index.ts";

const ParkedItems = graphql(/* GraphQL */ `
  query ParkedItems($after: String, $done: Boolean!) {
    parkedItems(first: 25, after: $after, done: $done) {
      nodes {
        id
        kind
        reason
        detail
        accountName
        programName
        partnerName
        clickId
        waitingClicks
        waitingSince
        state
        attempts
        parkedAt
        nextTryAt
        doneAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const ReleaseParkedItem = graphql(/* GraphQL */ `
  mutation ReleaseParkedItem($id: ID!, $key: String!) {
    releaseParkedItem(id: $id, idempotencyKey: $key) {
      __typename
      ... on ReleaseParkedItemOk {
        item {
          id
          state
          nextTryAt
        }
      }
      ...Refused
    }
  }
`);

type Item = ParkedItemsQuery["parkedItems"]["nodes"][number];
const pick = (data: ParkedItemsQuery) => data.parkedItems;
const tones: Record<Item["state"], Tone> = {
  WAITING: "waiting",
  NEEDS_OPERATOR: "danger",
  DONE: "success",
};

export function ParkedView({
  timeZone,
  first,
}: {
  timeZone: string;
  first: Loaded<ParkedItemsQuery>;
}): ReactNode {
  const t = useTranslations("parked");
  const [shown, setShown] = useQueryState(
    "shown",
    parseAsStringLiteral(parkedChoices).withDefault("open"),
  );
  const list = usePages(ParkedItems, { after: null, done: shown === "all" }, first, pick);
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <ChoiceBar
        label={t("shown")}
        value={shown}
        choices={parkedChoices.map((value) => ({ value, label: t(`choices.${value}`) }))}
        onChange={(value) => void setShown(value)}
      />
      <Panel state={list} skeleton={<RowsSkeleton />}>
        {(rows) =>
          rows.length === 0 ? (
            <Card>
              <Empty title={t("none")}>{t("noneText")}</Empty>
            </Card>
          ) : (
            <ul className="flex flex-col gap-2">
              {rows.map((item) => (
                <li key={item.id}>
                  <ParkedCard item={item} timeZone={timeZone} />
                </li>
              ))}
            </ul>
          )
        }
      </Panel>
      <MoreButton more={list.more} busy={list.loadingMore} />
    </>
  );
}

function ParkedCard({ item, timeZone }: { item: Item; timeZone: string }): ReactNode {
  const t = useTranslations("parked");
  const at = (instant: string) => formatDateTime(instant, timeZone);
  const whose = [item.accountName ?? t("installation"), item.programName, item.partnerName]
    .filter(Boolean)
    .join(" · ");
  return (
    <Card className="flex flex-col gap-2">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0">
          <h2 className="break-words">{t(`kinds.${item.kind}`)}</h2>
          <p className="text-caption break-words text-muted">{whose}</p>
        </div>
        <Badge tone={tones[item.state]}>{t(`states.${item.state}`)}</Badge>
      </div>
      <p className="max-w-prose">{t(`reasons.${item.reason}`)}</p>
      {item.waitingClicks > 0 && item.waitingSince ? (
        <p>{t("waiting", { clicks: item.waitingClicks, since: at(item.waitingSince) })}</p>
      ) : null}
      <p className="text-caption text-muted">
        {t("since", { at: at(item.parkedAt), attempts: item.attempts })}{" "}
        {item.doneAt
          ? t("doneAt", { at: at(item.doneAt) })
          : item.nextTryAt
            ? t("nextTry", { at: at(item.nextTryAt) })
            : t("noNextTry")}
      </p>
      {item.detail ? (
        <details>
          <summary className="cursor-pointer text-link">{t("detail")}</summary>
          <pre
            className={clsx(
              "mt-2 rounded-control bg-sunken p-3 font-mono text-table break-words",
              "whitespace-pre-wrap",
            )}
          >
            {item.detail}
          </pre>
        </details>
      ) : null}
      {item.doneAt || item.kind === "CLOCK" ? null : (
        <div className="flex flex-wrap items-start gap-2">
          <Release id={item.id} />
          {item.clickId === null ? null : <GiveUp id={item.id} clickId={item.clickId} />}
        </div>
      )}
    </Card>
  );
}

function Release({ id }: { id: string }): ReactNode {
  const t = useTranslations("parked");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(ReleaseParkedItem);
  const release = async () => {
    const sent = await send({ id });
    if (sent.ok) toast(t("released"));
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button busy={sending} onClick={() => void release()}>
        {t("tryAgain")}
      </Button>
      {refusal ? <p className="text-danger">{refusal.message}</p> : null}
    </div>
  );
}
