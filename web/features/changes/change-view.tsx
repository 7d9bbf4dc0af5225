"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { type BrandPages } from "../../lib/addresses.ts";
import { graphql, readFragment } from "../../gql/index.ts";
import type {
  ChangeView_ChangeFragment,
  ChangePartnersQuery,
  OneChangeQuery,
} from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatCount, formatDateTime, zoneName } from "../../lib/format.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { Card, CardHead, PageHead } from "../../ui/card.tsx";
import { Panel } from "../../ui/panel.tsx";
import { progressClass } from "../../ui/progress.ts";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { ChangeActions } from "./change-actions.tsx";
import { ChangePartnersTable } from "./change-partners.tsx";
import { ChangeStateBadge } from "./change-state.tsx";
import { FactList } from "./fact-list.tsx";
import { TextParagraphs } from "./text-paragraphs.tsx";
import { useTicks } from "../../lib/use-ticks.ts";

const ChangeView_change = graphql(/* GraphQL */ `
  fragment ChangeView_change on ContractChange {
    id
    strategy
    approval
    state
    termsName
    versionNumber
    effectiveAt
    endsAt
    earlyOptIn
    comment
    partners
    done
    failed
    asked
    accepted
    declined
    expired
    withdrawn
    inEffect
    remindable
    remindedAt
    mayWithdraw
    draft
    byName
    createdAt
    sentAt
    withdrawnAt
  }
`);

const OneChange = graphql(/* GraphQL */ `
  query OneChange($id: ID!) {
    contractChange(id: $id) {
      id
      programId
      state
      draft
      draftNumber
      draftChangedAt
      ...ChangeView_change
    }
  }
`);

const pollMs = 2_000;

interface ChangeViewProps {
  id: string;
  pages: BrandPages;
  timeZone: string;
  maySend: boolean;
  first: { change: Loaded<OneChangeQuery>; partners: Loaded<ChangePartnersQuery> };
}
/** A change that was sent: how far it has come, partner by partner. */
export function ChangeView({ id, pages, timeZone, maySend, first }: ChangeViewProps): ReactNode {
  const t = useTranslations("changes");
  const [applying, setApplying] = useState(first.change.data?.contractChange?.state === "APPLYING");
  const ticks = useTicks(applying, pollMs);
  const state = useLoaded(OneChange, { id }, first.change, { news: ticks });
  const isApplying = state.data?.contractChange?.state === "APPLYING";
  if (isApplying !== applying) setApplying(isApplying);
  return (
    <>
      <PageHead title={t("changeTitle")} lead={t("changeLead")} />
      <Panel state={state} skeleton={<RowsSkeleton />}>
        {({ contractChange }) =>
          contractChange ? (
            <div className="grid items-start gap-3 lg:grid-cols-[1fr_2fr]">
              <Card>
                <ChangeSummary
                  change={readFragment(ChangeView_change, contractChange)}
                  timeZone={timeZone}
                />
                <ChangeActions
                  change={readFragment(ChangeView_change, contractChange)}
                  timeZone={timeZone}
                  maySend={maySend}
                />
              </Card>
              <Card>
                <CardHead title={t("partnersOf")} />
                <ChangePartnersTable
                  changeId={id}
                  pages={pages}
                  timeZone={timeZone}
                  first={first.partners}
                  news={ticks}
                />
              </Card>
            </div>
          ) : null
        }
      </Panel>
    </>
  );
}

function ChangeSummary({
  change,
  timeZone,
}: {
  change: ChangeView_ChangeFragment;
  timeZone: string;
}): ReactNode {
  const t = useTranslations("changes");
  const when = (instant: string) =>
    t("atInZone", { at: formatDateTime(instant, timeZone), zone: zoneName(timeZone) });
  return (
    <>
      <CardHead
        title={t(`strategies.${change.strategy}`)}
        actions={<ChangeStateBadge state={change.state} />}
      />
      <div className="mb-4">
        <label className="flex flex-col gap-1">
          <span>
            {change.state === "APPLYING"
              ? t("progress", {
                  done: formatCount(change.done),
                  partners: formatCount(change.partners),
                  failed: formatCount(change.failed),
                })
              : t(
                  change.strategy === "INVITE" || change.approval === "PROPOSE"
                    ? "answers"
                    : "reachedBy",
                  {
                    inEffect: change.inEffect,
                    accepted: change.accepted,
                    asked: change.asked,
                    declined: change.declined,
                    expired: change.expired,
                    withdrawn: change.withdrawn,
                    failed: change.failed,
                  },
                )}
          </span>
          <progress
            className={progressClass}
            max={Math.max(change.partners, 1)}
            value={
              (change.state === "APPLYING"
                ? change.done
                : change.inEffect + change.declined + change.expired + change.withdrawn) +
              change.failed
            }
          />
        </label>
      </div>
      {change.state === "WITHDRAWN" && change.inEffect + change.accepted > 0 ? (
        <p className="mb-4">{t("staysFor", { count: change.inEffect + change.accepted })}</p>
      ) : null}
      <FactList
        items={[
          ...(change.strategy === "SWITCH" && change.approval
            ? [{ label: t("approvalLabel"), value: t(`approvals.${change.approval}`) }]
            : []),
          {
            label: t("steps.terms"),
            value:
              change.termsName === null
                ? t("none")
                : t("termsAndVersion", {
                    name: change.termsName,
                    number: change.versionNumber ?? 0,
                  }),
          },
          ...(change.effectiveAt
            ? [{ label: t("firstDay"), value: when(change.effectiveAt) }]
            : []),
          ...(change.endsAt ? [{ label: t("ends"), value: when(change.endsAt) }] : []),
          ...(change.strategy === "MODIFY"
            ? [{ label: t("earlyOptIn"), value: t(change.earlyOptIn ? "yes" : "no") }]
            : []),
          ...(change.sentAt ? [{ label: t("sentAt"), value: when(change.sentAt) }] : []),
          ...(change.withdrawnAt
            ? [{ label: t("withdrawnAt"), value: when(change.withdrawnAt) }]
            : []),
          { label: t("madeBy"), value: change.byName ?? t("personLeft") },
          {
            label: t("comment"),
            value:
              change.comment.trim() === "" ? t("none") : <TextParagraphs text={change.comment} />,
          },
        ]}
      />
    </>
  );
}
