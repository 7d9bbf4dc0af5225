"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { brandPages } from "../../lib/addresses.ts";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import type { RecentContractsQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatDateTime } from "../../lib/format.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { Card, CardHead } from "../../ui/card.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { StateBadge } from "./state-badge.tsx";

const RecentContracts = graphql(/* GraphQL */ `
  query RecentContracts($programId: ID!) {
    recentContracts(programId: $programId) {
      expired {
        id
        ...RecentSection_contract
      }
      expiring {
        id
        ...RecentSection_contract
      }
      starting {
        id
        ...RecentSection_contract
      }
    }
  }
`);

const RecentSection_contract = graphql(/* GraphQL */ `
  fragment RecentSection_contract on Contract {
    id
    state
    partnerName
    termsName
    startsAt
    endsAt
  }
`);

interface RecentSectionProps {
  program: { id: string; code: string; timeZone: string };
  first: Loaded<RecentContractsQuery>;
}
/** What ended in the last 30 days, ends in the next 30, starts in the next 30. */
export function RecentSection({ program, first }: RecentSectionProps): ReactNode {
  const t = useTranslations("contracts.recent");
  const state = useLoaded(RecentContracts, { programId: program.id }, first);
  return (
    <section aria-labelledby="recent" className="mt-6">
      <h2 id="recent" className="mb-2">
        {t("title")}
      </h2>
      <Panel state={state} skeleton={<RowsSkeleton rows={3} />}>
        {({ recentContracts }) => (
          <div className="grid items-start gap-3 lg:grid-cols-3">
            {(["expired", "expiring", "starting"] as const).map((kind) => (
              <RecentList
                key={kind}
                kind={kind}
                contracts={recentContracts[kind]}
                program={program}
              />
            ))}
          </div>
        )}
      </Panel>
    </section>
  );
}

interface RecentListProps {
  kind: "expired" | "expiring" | "starting";
  contracts: readonly ({ id: string } & FragmentType<typeof RecentSection_contract>)[];
  program: RecentSectionProps["program"];
}
function RecentList({ kind, contracts, program }: RecentListProps): ReactNode {
  const t = useTranslations("contracts.recent");
  return (
    <Card>
      <CardHead level={3} title={t(kind)} />
      {contracts.length === 0 ? <p className="text-muted">{t("none")}</p> : null}
      <ul className="flex flex-col divide-y divide-border">
        {contracts.map((row) => {
          const { id, partnerName, termsName, state, startsAt, endsAt } = readFragment(
            RecentSection_contract,
            row,
          );
          const at = formatDateTime(
            kind === "starting" ? startsAt : (endsAt ?? startsAt),
            program.timeZone,
          );
          return (
            <li key={id} className="py-2">
              <span className="flex flex-wrap items-center gap-2">
                <Link
                  href={`${brandPages(program.code).contracts}/${id}`}
                  className={textLinkClass}
                >
                  {t("who", { partner: partnerName, terms: termsName })}
                </Link>
                {kind === "starting" ? <StateBadge state={state} /> : null}
              </span>
              <span className="block text-caption text-muted">
                {t(kind === "starting" ? "from" : "until", { at })}
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
