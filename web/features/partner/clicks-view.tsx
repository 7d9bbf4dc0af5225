"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import { graphql, readFragment } from "../../gql/index.ts";
import { type PartnerClicksQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatSecond, zoneName } from "../../lib/format.ts";
import { isTestOf, modeParser } from "../../lib/mode.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Badge } from "../../ui/badge.tsx";
import { ButtonLink } from "../../ui/button.tsx";
import { PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { ListTable, RowHead, Td } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { ChoiceBar } from "../../ui/choice-bar.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { ClickOutcome, ClickOutcome_click } from "./click-line.tsx";
import { outcomeChoices, outcomesOf } from "./outcome-choices.ts";

const PartnerClicks = graphql(/* GraphQL */ `
  query PartnerClicks($programId: ID!, $filter: ClickFilter, $after: String) {
    clicks(programId: $programId, first: 25, after: $after, filter: $filter) {
      nodes {
        id
        ...ClickOutcome_click
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const pick = (data: PartnerClicksQuery) => data.clicks;

interface ClicksViewProps {
  program: { id: string; code: string; timeZone: string };
  first: Loaded<PartnerClicksQuery>;
}
export function ClicksView({ program, first }: ClicksViewProps): ReactNode {
  const t = useTranslations("partner");
  const [mode] = useQueryState("mode", modeParser);
  const [choice, setChoice] = useQueryState(
    "outcome",
    parseAsStringLiteral(outcomeChoices).withDefault("all"),
  );
  const list = usePages(
    PartnerClicks,
    {
      programId: program.id,
      filter: { isTest: isTestOf(mode), outcomes: outcomesOf(choice) },
      after: null,
    },
    first,
    pick,
  );
  const base = `/p/${program.code}`;
  return (
    <>
      <PageHead
        title={t("clicksTitle")}
        lead={t("clicksLead", { zone: zoneName(program.timeZone) })}
      />
      <ChoiceBar
        label={t("outcome")}
        choices={outcomeChoices.map((value) => ({ value, label: t(`choices.${value}`) }))}
        value={choice}
        onChange={(value) => void setChoice(value)}
      />
      <PagedList
        list={list}
        empty={
          <Empty
            title={t("noClicks")}
            action={<ButtonLink href={`${base}/links`}>{t("toLinks")}</ButtonLink>}
          >
            {t(mode === "live" ? "noClicksLive" : "noClicksText")}
          </Empty>
        }
      >
        {(rows) => (
          <ListTable
            label={t("clicksTitle")}
            columns={[t("time"), t("outcome"), t("link"), t("country"), t("device")]}
          >
            {rows.map((row) => {
              const click = readFragment(ClickOutcome_click, row);
              return (
                <tr key={row.id}>
                  <RowHead className="whitespace-nowrap">
                    <Link href={`${base}/clicks/${row.id}`} className={textLinkClass}>
                      {formatSecond(click.clickedAt, program.timeZone)}
                    </Link>
                  </RowHead>
                  <Td className="min-w-44 md:min-w-64">
                    <ClickOutcome click={click} />
                  </Td>
                  <Td className="whitespace-nowrap">
                    {click.linkName} {click.isTest ? <Badge tone="info">{t("test")}</Badge> : null}
                  </Td>
                  <Td>{click.country ?? t("unknown")}</Td>
                  <Td>{t(`devices.${click.device}` as "devices.UNKNOWN")}</Td>
                </tr>
              );
            })}
          </ListTable>
        )}
      </PagedList>
    </>
  );
}
