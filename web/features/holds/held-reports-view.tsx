"use client";
import { useState, type ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { brandPages } from "../../lib/addresses.ts";
import { graphql } from "../../gql/index.ts";
import type { HeldReportsQuery, HoldDecision, HoldState } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import {
  formatCount,
  formatDateTime,
  formatMoney,
  formatPlainDate,
  formatSecond,
} from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { RowHead, Table, Td, Th, wideOnly } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { DecideDialog } from "./decide-dialog.tsx";

const HeldReports = graphql(/* GraphQL */ `
  query HeldReports($program: ID!, $after: String) {
    heldReports(programId: $program, done: true, first: 25, after: $after) {
      nodes {
        id
        state
        decision
        startDate
        endDate
        ordersBooked
        ordersTaken
        rowCount
        heldAt
        decidedAt
        closedAt
        amountTaken {
          amount
          currency
        }
        rows {
          date
          adGroup
          partnerName
          isTest
          ordersBooked
          ordersTold
          amountBooked {
            amount
            currency
          }
          amountTold {
            amount
            currency
          }
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);
const pick = (data: HeldReportsQuery) => data.heldReports;
type Held = HeldReportsQuery["heldReports"]["nodes"][number];

interface Program {
  id: string;
  code: string;
  timeZone: string;
}
interface HeldReportsViewProps {
  program: Program;
  canDecide: boolean;
  variables: { program: string; after: null };
  first: Loaded<HeldReportsQuery>;
}
export function HeldReportsView(props: HeldReportsViewProps): ReactNode {
  const { program, canDecide, variables, first } = props;
  const t = useTranslations("holds");
  const list = usePages(HeldReports, variables, first, pick);
  return (
    <>
      <p className="mb-1">
        <Link href={brandPages(program.code).reconciliation} className={textLinkClass}>
          {t("back")}
        </Link>
      </p>
      <PageHead title={t("title")} lead={t("lead")} />
      <PagedList list={list} empty={<Empty title={t("none")}>{t("noneText")}</Empty>}>
        {(nodes) => (
          <ul className="flex flex-col gap-4">
            {nodes.map((held) => (
              <li key={held.id}>
                <HeldCard held={held} program={program} canDecide={canDecide} />
              </li>
            ))}
          </ul>
        )}
      </PagedList>
    </>
  );
}

const tones: Record<HoldState, Tone> = {
  OPEN: "danger",
  DECIDED: "waiting",
  PASSED: "success",
  DROPPED: "neutral",
  DISSOLVED: "neutral",
};

function HeldCard({
  held,
  program,
  canDecide,
}: {
  held: Held;
  program: Program;
  canDecide: boolean;
}): ReactNode {
  const t = useTranslations("holds");
  const [deciding, setDeciding] = useState<HoldDecision | null>(null);
  const more = held.rowCount - held.rows.length;
  return (
    <Card>
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h2 className="min-w-0 text-body font-semibold">
            {t("head", {
              taken: formatCount(held.ordersTaken),
              booked: formatCount(held.ordersBooked),
              from: formatPlainDate(held.startDate),
              to: formatPlainDate(held.endDate),
            })}
          </h2>
          <Badge tone={tones[held.state]}>{t(`states.${held.state}`)}</Badge>
        </div>
        <p className="text-muted">
          {t(`texts.${held.state}`, { amount: formatMoney(held.amountTaken) })}{" "}
          {t("heldAt", { at: formatDateTime(held.heldAt, program.timeZone) })}
        </p>
        {held.rows.length > 0 ? (
          <HeldRows
            rows={held.rows}
            label={t("rowsOf", { at: formatSecond(held.heldAt, program.timeZone) })}
          />
        ) : null}
        {more > 0 ? <p className="text-caption text-muted">{t("more", { more })}</p> : null}
        {held.state === "OPEN" ? (
          canDecide ? (
            <div className="flex flex-wrap gap-2">
              {(["PASS", "DROP"] as const).map((decision) => (
                <Button key={decision} onClick={() => setDeciding(decision)}>
                  {t(`decisions.${decision}`)}
                </Button>
              ))}
            </div>
          ) : (
            <p className="text-muted">{t("whoMay")}</p>
          )
        ) : null}
      </div>
      {deciding === null ? null : (
        <DecideDialog
          programId={program.id}
          decision={deciding}
          onClose={() => setDeciding(null)}
        />
      )}
    </Card>
  );
}

function HeldRows({ rows, label }: { rows: Held["rows"]; label: string }): ReactNode {
  const t = useTranslations("holds");
  return (
    <Table label={label} stacked>
      <thead className={wideOnly}>
        <tr>
          <Th pinned>{t("date")}</Th>
          <Th>{t("partner")}</Th>
          <Th numeric>{t("ordersBooked")}</Th>
          <Th numeric>{t("ordersTold")}</Th>
          <Th numeric>{t("amountBooked")}</Th>
          <Th numeric>{t("amountTold")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.date} ${row.adGroup}`}>
            <RowHead>{formatPlainDate(row.date)}</RowHead>
            <Td label={t("partner")}>
              {row.partnerName === null
                ? t("nobody", { adGroup: row.adGroup })
                : t("group", { name: row.partnerName, isTest: String(row.isTest) })}
            </Td>
            <Td numeric label={t("ordersBooked")}>
              {formatCount(row.ordersBooked)}
            </Td>
            <Td numeric label={t("ordersTold")}>
              {formatCount(row.ordersTold)}
            </Td>
            <Td numeric label={t("amountBooked")}>
              {formatMoney(row.amountBooked)}
            </Td>
            <Td numeric label={t("amountTold")}>
              {formatMoney(row.amountTold)}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
