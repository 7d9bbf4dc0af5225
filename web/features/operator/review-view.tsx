"use client";
import type { ReactNode } from "react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import type { CpcRequestsQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { usePages } from "../../lib/use-pages.ts";
import { useTicks } from "../../lib/use-ticks.ts";
import { PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { ChoiceBar } from "../../ui/choice-bar.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { RequestCard } from "./request-card.tsx";
import { graphql } from "../../gql/index.ts";
import { requestChoices, statesOfChoice } from "./choices.ts";

const CpcRequests = graphql(/* GraphQL */ `
  query CpcRequests($states: [CpcRequestState!], $after: String) {
    cpcRequests(first: 25, after: $after, states: $states) {
      nodes {
        id
        ...RequestCard_request
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** How often new requests are looked for while the page is seen. */
const pollMs = 5_000;
const pick = (data: CpcRequestsQuery) => data.cpcRequests;

interface ReviewViewProps {
  timeZone: string;
  first: Loaded<CpcRequestsQuery>;
}
export function ReviewView({ timeZone, first }: ReviewViewProps): ReactNode {
  const t = useTranslations("operator");
  const [choice, setChoice] = useQueryState(
    "state",
    parseAsStringLiteral(requestChoices).withDefault("open"),
  );
  const list = usePages(CpcRequests, { states: statesOfChoice(choice), after: null }, first, pick, {
    news: useTicks(true, pollMs),
  });
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <ChoiceBar
        label={t("state")}
        choices={requestChoices.map((value) => ({ value, label: t(`choices.${value}`) }))}
        value={choice}
        onChange={(value) => void setChoice(value)}
      />
      <PagedList
        list={list}
        skeletonRows={3}
        empty={
          <Empty title={t(choice === "open" ? "noneOpen" : "none")}>
            {choice === "open" ? t("noneOpenText") : null}
          </Empty>
        }
      >
        {(rows) => (
          <div className="grid items-start gap-3 lg:grid-cols-2">
            {rows.map((row) => (
              <RequestCard key={row.id} request={row} timeZone={timeZone} />
            ))}
          </div>
        )}
      </PagedList>
    </>
  );
}
