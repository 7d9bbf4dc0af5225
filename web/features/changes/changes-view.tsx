"use client";
import { useState, type ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { brandPages } from "../../lib/addresses.ts";
import { graphql, readFragment } from "../../gql/index.ts";
import {
  ChangeView_ChangeFragmentDoc,
  type ChangeView_ChangeFragment,
  type ContractChangesQuery,
} from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatCount, formatDateTime } from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { RowHead, Table, Td, Th } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { DiscardDraftDialog, WithdrawChangeDialog } from "./change-dialogs.tsx";
import { ChangeStateBadge } from "./change-state.tsx";

const ContractChanges = graphql(/* GraphQL */ `
  query ContractChanges($programId: ID!, $after: String) {
    contractChanges(programId: $programId, first: 25, after: $after) {
      nodes {
        id
        state
        ...ChangeView_change
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const pick = (data: ContractChangesQuery) => data.contractChanges;

interface ChangesViewProps {
  program: { id: string; code: string };
  timeZone: string;
  maySend: boolean;
  first: Loaded<ContractChangesQuery>;
}
/** Drafts, planned changes and those that were. */
export function ChangesView({ program, timeZone, maySend, first }: ChangesViewProps): ReactNode {
  const t = useTranslations("changes");
  const list = usePages(ContractChanges, { programId: program.id, after: null }, first, pick);
  const base = brandPages(program.code).changes;
  const begin = (
    <ButtonLink tone="primary" href={`${base}/new`}>
      {t("begin")}
    </ButtonLink>
  );
  return (
    <>
      <PageHead title={t("listTitle")} lead={t("listLead")} actions={begin} />
      <Panel state={list} skeleton={<RowsSkeleton />}>
        {(rows) =>
          rows.length === 0 ? (
            <Card>
              <Empty title={t("noChanges")} action={begin}>
                {t("noChangesText")}
              </Empty>
            </Card>
          ) : (
            <Table label={t("listTitle")}>
              <thead>
                <tr>
                  <Th pinned>{t("change")}</Th>
                  <Th>{t("state")}</Th>
                  <Th>{t("firstDay")}</Th>
                  <Th numeric>{t("reached")}</Th>
                  <Th numeric>{t("leftOutOf")}</Th>
                  <Th>{t("madeBy")}</Th>
                  <Th>
                    <span className="sr-only">{t("actions")}</span>
                  </Th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <ChangeRow
                    key={row.id}
                    change={readFragment(ChangeView_ChangeFragmentDoc, row)}
                    base={base}
                    timeZone={timeZone}
                    maySend={maySend}
                  />
                ))}
              </tbody>
            </Table>
          )
        }
      </Panel>
      <MoreButton more={list.more} busy={list.loadingMore} />
    </>
  );
}

interface ChangeRowProps {
  change: ChangeView_ChangeFragment;
  base: string;
  timeZone: string;
  maySend: boolean;
}
function ChangeRow({ change, base, timeZone, maySend }: ChangeRowProps): ReactNode {
  const t = useTranslations("changes");
  const [asking, setAsking] = useState<"withdraw" | "discard" | null>(null);
  const isDraft = change.state === "DRAFT";
  const close = () => setAsking(null);
  const began = formatDateTime(change.createdAt, timeZone);
  return (
    <tr>
      <RowHead className="min-w-44">
        <Link href={`${base}/${change.id}`} className={textLinkClass}>
          {t(`strategies.${change.strategy}`)}
        </Link>
        <span className="block text-caption font-normal text-subtle">
          {change.termsName === null
            ? t("begun", { at: began })
            : t("termsAndVersion", { name: change.termsName, number: change.versionNumber ?? 0 })}
        </span>
      </RowHead>
      <Td>
        <ChangeStateBadge state={change.state} />
      </Td>
      <Td className="whitespace-nowrap">
        {change.effectiveAt ? formatDateTime(change.effectiveAt, timeZone) : null}
      </Td>
      <Td numeric>{isDraft ? null : formatCount(change.done)}</Td>
      <Td numeric>{isDraft ? null : formatCount(change.failed)}</Td>
      <Td>{change.byName ?? t("personLeft")}</Td>
      <Td>
        <div className="flex gap-2">
          {isDraft ? (
            <>
              <ButtonLink
                size="small"
                href={`${base}/${change.id}`}
                aria-label={t("continueOf", { at: began })}
              >
                {t("continue")}
              </ButtonLink>
              <Button
                size="small"
                aria-label={t("discardOf", { at: began })}
                onClick={() => setAsking("discard")}
              >
                {t("discard")}
              </Button>
            </>
          ) : null}
          {maySend && change.mayWithdraw ? (
            <Button
              size="small"
              aria-label={t("withdrawOf", { at: began })}
              onClick={() => setAsking("withdraw")}
            >
              {t("withdraw")}
            </Button>
          ) : null}
        </div>
        <WithdrawChangeDialog
          open={asking === "withdraw"}
          onClose={close}
          id={change.id}
          proposes={change.strategy === "INVITE" || change.approval === "PROPOSE"}
        />
        <DiscardDraftDialog open={asking === "discard"} onClose={close} id={change.id} />
      </Td>
    </tr>
  );
}
