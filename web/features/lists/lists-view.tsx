"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ExceptionListsQuery, ExceptionListState } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatCount, formatDateTime } from "../../lib/format.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { RowHead, Table, Td, Th } from "../../ui/table.tsx";
import { graphql } from "../../gql/index.ts";
import { lateView } from "../../lib/late.ts";

const LateCloseDialog = lateView(() =>
  import("./end-dialogs.tsx").then((module) => module.CloseDialog),
);
const LateDeactivateDialog = lateView(() =>
  import("./end-dialogs.tsx").then((module) => module.DeactivateDialog),
);
const LateNewListDialog = lateView(() =>
  import("./new-list-dialog.tsx").then((module) => module.NewListDialog),
);
const LateReplaceDialog = lateView(() =>
  import("./replace-dialog.tsx").then((module) => module.ReplaceDialog),
);

/** Without the items, of which a list may hold thousands. */
const ExceptionLists = graphql(/* GraphQL */ `
  query ExceptionLists {
    exceptionLists {
      id
      kind
      name
      state
      count
      since
    }
  }
`);

type ExceptionList = ExceptionListsQuery["exceptionLists"][number];

interface ListsViewProps {
  timeZone: string;
  first: Loaded<ExceptionListsQuery>;
}
/** SKUs, categories and promo codes that rules on sales name as one. */
export function ListsView({ timeZone, first }: ListsViewProps): ReactNode {
  const t = useTranslations("terms.lists");
  const state = useLoaded(ExceptionLists, {}, first);
  const [creating, setCreating] = useState(false);
  const create = (
    <Button tone="primary" onClick={() => setCreating(true)}>
      {t("create")}
    </Button>
  );
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} actions={create} />
      <Panel state={state} skeleton={<RowsSkeleton rows={3} />}>
        {({ exceptionLists }) =>
          exceptionLists.length === 0 ? (
            <Card>
              <Empty title={t("none")} action={create}>
                {t("noneText")}
              </Empty>
            </Card>
          ) : (
            <ListTable lists={exceptionLists} timeZone={timeZone} />
          )
        }
      </Panel>
      {creating ? <LateNewListDialog onClose={() => setCreating(false)} /> : null}
    </>
  );
}

function ListTable({
  lists,
  timeZone,
}: {
  lists: readonly ExceptionList[];
  timeZone: string;
}): ReactNode {
  const t = useTranslations("terms.lists");
  return (
    <Table label={t("title")}>
      <thead>
        <tr>
          <Th pinned>{t("name")}</Th>
          <Th>{t("kind")}</Th>
          <Th>{t("state")}</Th>
          <Th numeric>{t("items")}</Th>
          <Th>{t("since")}</Th>
          <Th>
            <span className="sr-only">{t("actions")}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {lists.map((list) => (
          <ListRow key={list.id} list={list} timeZone={timeZone} />
        ))}
      </tbody>
    </Table>
  );
}

const tones: Record<ExceptionListState, Tone> = {
  ACTIVE: "success",
  CLOSED: "info",
  DEACTIVATED: "neutral",
};

function ListRow({ list, timeZone }: { list: ExceptionList; timeZone: string }): ReactNode {
  const t = useTranslations("terms.lists");
  const [asking, setAsking] = useState<"replace" | "close" | "deactivate" | null>(null);
  const { id, kind, name, state, count, since } = list;
  const opening = { id, name, onClose: () => setAsking(null) };
  return (
    <tr>
      <RowHead className="max-w-40 min-w-32 break-words sm:max-w-80">{name}</RowHead>
      <Td className="whitespace-nowrap">{t(`kinds.${kind}`)}</Td>
      <Td>
        <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
      </Td>
      <Td numeric>{formatCount(count)}</Td>
      <Td className="whitespace-nowrap">{formatDateTime(since, timeZone)}</Td>
      <Td>
        <div className="flex gap-2">
          {state === "ACTIVE" ? (
            <>
              <Button
                size="small"
                aria-label={t("replaceOf", { name })}
                onClick={() => setAsking("replace")}
              >
                {t("replace")}
              </Button>
              <Button
                size="small"
                aria-label={t("closeOf", { name })}
                onClick={() => setAsking("close")}
              >
                {t("close")}
              </Button>
            </>
          ) : null}
          {state === "DEACTIVATED" ? null : (
            <Button
              size="small"
              aria-label={t("deactivateOf", { name })}
              onClick={() => setAsking("deactivate")}
            >
              {t("deactivate")}
            </Button>
          )}
        </div>
        {asking === "replace" ? <LateReplaceDialog {...opening} /> : null}
        {asking === "close" ? <LateCloseDialog open {...opening} /> : null}
        {asking === "deactivate" ? <LateDeactivateDialog open {...opening} /> : null}
      </Td>
    </tr>
  );
}
