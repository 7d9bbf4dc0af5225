"use client";
import type { ReactNode } from "react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import type { AccountsQuery, CpcRequestsQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Button } from "../../ui/button.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { AccountList } from "./account-list.tsx";
import { CpcRequests } from "./documents.ts";
import { RequestCard } from "./request-card.tsx";
import { requestChoices, statesOfChoice } from "./request-states.ts";

const pick = (data: CpcRequestsQuery) => data.cpcRequests;

interface ReviewViewProps {
  timeZone: string;
  first: { requests: Loaded<CpcRequestsQuery>; accounts: Loaded<AccountsQuery> };
}
export function ReviewView({ timeZone, first }: ReviewViewProps): ReactNode {
  const t = useTranslations("operator");
  const [choice, setChoice] = useQueryState("state", parseAsStringLiteral(requestChoices).withDefault("open"));
  const list = usePages(CpcRequests, { states: statesOfChoice(choice), after: null }, first.requests, pick);
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <fieldset className="mb-3 flex flex-wrap gap-1">
        <legend className="sr-only">{t("state")}</legend>
        {requestChoices.map((each) => (
          <Button key={each} size="small" tone={each === choice ? "primary" : "plain"} aria-pressed={each === choice} onClick={() => void setChoice(each)}>
            {t(`choices.${each}`)}
          </Button>
        ))}
      </fieldset>
      <Panel state={list} skeleton={<RowsSkeleton rows={3} />}>
        {(rows) =>
          rows.length === 0 ? (
            <Card>
              <Empty title={t(choice === "open" ? "noneOpen" : "none")}>{choice === "open" ? t("noneOpenText") : null}</Empty>
            </Card>
          ) : (
            <div className="grid items-start gap-3 lg:grid-cols-2">
              {rows.map((row) => (
                <RequestCard key={row.id} request={row} timeZone={timeZone} onReviewed={list.retry} />
              ))}
            </div>
          )
        }
      </Panel>
      <MoreButton more={list.more} busy={list.loadingMore} />
      <AccountList timeZone={timeZone} first={first.accounts} />
    </>
  );
}
