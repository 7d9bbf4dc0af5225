"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { AlertMeasure, AlertRulesQuery, AlertsQuery, AlertUnit } from "../../gql/graphql.ts";
import { brandPages } from "../../lib/addresses.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatCount, formatMoney, formatPlainDate, formatShort } from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { LinkTabs } from "../../ui/link-tabs.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { ListTable, RowHead, Td } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { showing, withoutMeasure } from "./showing.ts";
import { RulesCard } from "./rules-card.tsx";

const Alerts = graphql(/* GraphQL */ `
  query Alerts($program: ID!, $open: Boolean, $measure: AlertMeasure, $after: String) {
    alerts(programId: $program, open: $open, measure: $measure, first: 25, after: $after) {
      nodes {
        id
        measure
        partnerAccountId
        partnerName
        openedAt
        closedAt
        closedBecause
        firstDay
        lastDay
        seen
        seenUnit
        bound
        boundUnit
        isLine
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);
const pick = (data: AlertsQuery) => data.alerts;
type Alert = AlertsQuery["alerts"]["nodes"][number];

interface AlertsViewProps {
  program: { id: string; code: string; timeZone: string };
  currency: string;
  show: "open" | "closed";
  variables: {
    program: string;
    open: boolean;
    measure: AlertMeasure | null;
    after: null;
  };
  first: Loaded<AlertsQuery>;
  asFile: ReactNode;
  /** Null: the viewer sets no rules. */
  rules: Loaded<AlertRulesQuery> | null;
}
/** What stands out of partners' traffic, and how it is watched. */
export function AlertsView(props: AlertsViewProps): ReactNode {
  const { program, currency, show, variables, first, rules } = props;
  const t = useTranslations("alerts");
  const list = usePages(Alerts, variables, first, pick);
  const asked = useSearchParams();
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} actions={props.asFile} />
      <LinkTabs
        label={t("show.label")}
        tabs={(["open", "closed"] as const).map((each) => ({
          href: showing(asked, each),
          text: t(`show.${each}`),
          current: show === each,
        }))}
      />
      {variables.measure === null ? null : (
        <p className="mb-3 flex flex-wrap gap-x-3">
          {t("onlyOf", { measure: t(`measures.${variables.measure}`) })}
          <Link href={withoutMeasure(asked)} className={textLinkClass}>
            {t("showAll")}
          </Link>
        </p>
      )}
      <PagedList
        list={list}
        empty={<Empty title={t(`none.${show}`)}>{t(`noneText.${show}`)}</Empty>}
      >
        {(alerts) => (
          <ListTable
            label={t("title")}
            stacked
            columns={[t("partner"), t("what"), t("seen"), t("bound"), t("days"), t("since")]}
            actions={t("clicks")}
          >
            {alerts.map((alert) => (
              <AlertRow key={alert.id} alert={alert} program={program} currency={currency} />
            ))}
          </ListTable>
        )}
      </PagedList>
      {rules === null ? null : (
        <RulesCard programId={program.id} currency={currency} first={rules} />
      )}
    </>
  );
}

const decisive: Partial<Record<Alert["measure"], string>> = {
  ROBOTS_ABOVE: "&reason=INVALID_CLASSIFICATION",
};
interface AlertRowProps {
  alert: Alert;
  program: AlertsViewProps["program"];
  currency: string;
}
function AlertRow({ alert, program, currency }: AlertRowProps): ReactNode {
  const t = useTranslations("alerts");
  const pages = brandPages(program.code);
  const { measure, partnerAccountId, partnerName, firstDay, lastDay, openedAt, closedAt } = alert;
  const figure = useFigure(currency);
  const days = `partner=${partnerAccountId}&from=${firstDay}&to=${lastDay}`;
  return (
    <tr>
      <RowHead>{partnerName}</RowHead>
      <Td label={t("what")}>{t(`measures.${measure}`)}</Td>
      <Td label={t("seen")} numeric>
        {figure(alert.seen, alert.seenUnit)}
      </Td>
      <Td label={t("bound")} numeric>
        {t(alert.isLine ? "line" : "usual", { figure: figure(alert.bound, alert.boundUnit) })}
      </Td>
      <Td label={t("days")}>
        {firstDay === lastDay
          ? formatPlainDate(firstDay)
          : `${formatPlainDate(firstDay)} – ${formatPlainDate(lastDay)}`}
      </Td>
      <Td label={t("since")}>
        {closedAt === null
          ? formatShort(openedAt, program.timeZone)
          : t("until", {
              since: formatShort(openedAt, program.timeZone),
              until: formatShort(closedAt, program.timeZone),
            })}
        {alert.closedBecause === null ? null : (
          <span className="block text-caption text-subtle">
            {t(`because.${alert.closedBecause}`)}
          </span>
        )}
      </Td>
      <Td>
        <Link
          href={`${pages.clicks}?${days}${decisive[measure] ?? ""}`}
          aria-label={t("clicksOf", { partner: partnerName })}
          className={textLinkClass}
        >
          {t("clicks")}
        </Link>
      </Td>
    </tr>
  );
}

/** A figure of an alert with its unit. */
function useFigure(currency: string): (value: string, unit: AlertUnit) => string {
  const t = useTranslations("alerts.units");
  return (value, unit) =>
    unit === "MONEY"
      ? formatMoney({ amount: value, currency })
      : t(unit, { value: unit === "SHARE" ? value : formatCount(Number(value)) });
}
