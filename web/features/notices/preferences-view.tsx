"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql, readFragment } from "../../gql/index.ts";
import type { NoticePreferencesQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { Card, CardHead, PageHead } from "../../ui/card.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { TimesCard, TimesCard_times } from "./times-card.tsx";
import { TopicsTable, TopicsTable_topic } from "./topics-table.tsx";

const NoticePreferences = graphql(/* GraphQL */ `
  query NoticePreferences {
    noticePreferences {
      topics {
        ...TopicsTable_topic
      }
      times {
        ...TimesCard_times
      }
    }
  }
`);

interface PreferencesViewProps {
  accountName: string;
  mayWrite: boolean;
  first: Loaded<NoticePreferencesQuery>;
}
/** How and when one person is told of what happens in one account. */
export function PreferencesView({ accountName, mayWrite, first }: PreferencesViewProps): ReactNode {
  const t = useTranslations("notices.preferences");
  const state = useLoaded(NoticePreferences, {}, first);
  return (
    <>
      <PageHead title={t("title")} lead={t("lead", { account: accountName })} />
      <Panel state={state} skeleton={<RowsSkeleton />}>
        {({ noticePreferences: { topics, times } }) => (
          <div className="grid items-start gap-3 lg:grid-cols-[3fr_2fr]">
            <Card>
              <CardHead title={t("topics")} />
              <TopicsTable
                topics={topics.map((topic) => readFragment(TopicsTable_topic, topic))}
                mayWrite={mayWrite}
              />
              <p className="mt-3 max-w-prose text-caption text-muted">{t("always")}</p>
            </Card>
            <TimesCard times={readFragment(TimesCard_times, times)} mayWrite={mayWrite} />
          </div>
        )}
      </Panel>
    </>
  );
}
