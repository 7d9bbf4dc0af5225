"use client";
import type { FormEvent, ReactNode } from "react";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { brandPages } from "../../lib/addresses.ts";
import { graphql } from "../../gql/index.ts";
import type { ReconciliationInput, ReconciliationQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { textOf } from "../../lib/form-values.ts";
import { formatDateTime, formatPlainDate, zoneName } from "../../lib/format.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button, ButtonLink, buttonClass } from "../../ui/button.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { controlClass } from "../../ui/form.tsx";
import { LinkTabs } from "../../ui/link-tabs.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { CauseLists } from "./cause-lists.tsx";
import { fileOf, hrefOf, type Place } from "./place.ts";
import { ClickTable, SaleTable, type TableRow } from "./reconciliation-tables.tsx";

const Reconciliation = graphql(/* GraphQL */ `
  query Reconciliation($input: ReconciliationInput!, $after: String) {
    reconciliation(input: $input, first: 50, after: $after) {
      source
      timeZone
      profileZone
      toldAt
      salesHidden
      sentence
      clicks {
        ...CauseLists_clicks
        ...ClickTable_clicks
      }
      sales {
        ...CauseLists_sales
        ...SaleTable_sales
      }
      rows {
        nodes {
          key
          kind
          date
          partnerId
          partnerName
          linkId
          linkName
          clicks {
            ...ClickTable_clicks
          }
          sales {
            ...SaleTable_sales
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);
type Found = NonNullable<ReconciliationQuery["reconciliation"]>;
type Row = Found["rows"]["nodes"][number];

interface ReconciliationViewProps {
  program: { id: string; code: string; timeZone: string };
  place: Place;
  canSeeHeld: boolean;
  /** The dates of the address could not be used. */
  isMended: boolean;
  variables: { input: ReconciliationInput; after: string | null };
  first: Loaded<ReconciliationQuery>;
}

/** Are Amazon's click-throughs ours, and do its orders count here? What makes the difference? */
export function ReconciliationView(props: ReconciliationViewProps): ReactNode {
  const { program, place, canSeeHeld, isMended, variables, first } = props;
  const t = useTranslations("reconciliation");
  const state = useLoaded(Reconciliation, variables, first);
  return (
    <>
      <p className="mb-1">
        <Link href={brandPages(program.code).explore} className={textLinkClass}>
          {t("back")}
        </Link>
      </p>
      <PageHead
        title={t("title")}
        lead={t("lead")}
        actions={
          <span className="flex flex-wrap gap-2">
            <a href={fileOf(program.id, place)} download className={buttonClass()}>
              <Download aria-hidden size={14} />
              {t("csv")}
            </a>
            {canSeeHeld ? (
              <ButtonLink href={brandPages(program.code).held}>{t("held")}</ButtonLink>
            ) : null}
          </span>
        }
      />
      <LinkTabs
        label={t("by.label")}
        tabs={[
          ...(["DAY", "PARTNER"] as const).map((by) => ({
            href: hrefOf(place, { by }),
            text: t(`by.${by}`),
            current: place.by === by,
          })),
          ...(place.by === "LINK"
            ? [{ href: hrefOf(place), text: t("by.LINK"), current: true }]
            : []),
        ]}
      />
      <Dates place={place} />
      {isMended ? (
        <p role="alert" className="mb-3 text-danger">
          {t("mended")}
        </p>
      ) : null}
      <Panel state={state} skeleton={<RowsSkeleton />}>
        {({ reconciliation: found }) =>
          found ? (
            <Compared found={found} program={program} place={place} />
          ) : (
            <Empty title={t("nothing")} />
          )
        }
      </Panel>
    </>
  );
}

/** A form of the page itself: without scripts its button asks. */
function Dates({ place }: { place: Place }): ReactNode {
  const t = useTranslations("reconciliation");
  const page = usePathname();
  const router = useRouter();
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const [from, to] = [textOf(values, "from"), textOf(values, "to")];
    router.push(page + hrefOf(place, { from, to }));
  };
  return (
    <form method="get" onSubmit={send} className="mb-4 flex flex-wrap items-end gap-2">
      <input type="hidden" name="by" value={place.by} />
      {place.partner ? <input type="hidden" name="partner" value={place.partner} /> : null}
      {(["from", "to"] as const).map((name) => (
        <label key={name} className="flex items-center gap-2 text-muted">
          {t(name)}
          <input
            key={place[name]}
            type="date"
            name={name}
            required
            defaultValue={place[name]}
            className={`${controlClass} w-40!`}
          />
        </label>
      ))}
      <Button type="submit">{t("show")}</Button>
    </form>
  );
}

function Compared({
  found,
  program,
  place,
}: {
  found: Found;
  program: ReconciliationViewProps["program"];
  place: Place;
}): ReactNode {
  const t = useTranslations("reconciliation");
  const rows = found.rows.nodes.map((row) => rowOf(row, { program, place, t }));
  const { hasNextPage, endCursor } = found.rows.pageInfo;
  const head = t(`row.${place.by}`);
  return (
    <div className="flex flex-col gap-6">
      <Verdict found={found} program={program} place={place} />
      <CauseLists clicks={found.clicks} sales={found.sales} />
      <ClickTable label={t("clicks.title")} head={head} rows={rows} total={found.clicks} />
      <SaleTable label={t("sales.title")} head={head} rows={rows} total={found.sales} />
      <p className="flex flex-wrap gap-2">
        {place.after ? <ButtonLink href={hrefOf(place)}>{t("first")}</ButtonLink> : null}
        {hasNextPage && endCursor ? (
          <ButtonLink href={hrefOf(place, { after: endCursor })}>{t("next")}</ButtonLink>
        ) : null}
      </p>
      <p className="max-w-prose text-muted">{t("rule")}</p>
    </div>
  );
}

function Verdict({
  found,
  program,
  place,
}: {
  found: Found;
  program: ReconciliationViewProps["program"];
  place: Place;
}): ReactNode {
  const t = useTranslations("reconciliation");
  const zones = { ours: zoneName(found.timeZone), profile: zoneName(found.profileZone) };
  const partner = found.rows.nodes.find(({ partnerName }) => partnerName)?.partnerName ?? "";
  return (
    <Card aria-label={t("verdict")}>
      <p className="mb-1 flex flex-wrap items-center gap-2 text-caption text-muted">
        {place.from === place.to
          ? formatPlainDate(place.from)
          : t("range", { from: formatPlainDate(place.from), to: formatPlainDate(place.to) })}
        {place.by === "LINK" ? ` · ${partner}` : null}
        {found.source === "AMAZON" ? null : (
          <Badge tone={found.source === "NONE" ? "warning" : "info"}>
            {t(`source.${found.source}`)}
          </Badge>
        )}
      </p>
      <p className="max-w-prose font-medium">{found.sentence}</p>
      {found.salesHidden ? <p className="max-w-prose text-warning">{t("hidden")}</p> : null}
      <p className="mt-2 max-w-prose text-caption text-muted">
        {found.timeZone === found.profileZone ? t("oneZone", zones) : t("twoZones", zones)}{" "}
        {found.toldAt === null
          ? t("neverTold")
          : t("toldAt", { at: formatDateTime(found.toldAt, program.timeZone) })}
      </p>
    </Card>
  );
}

interface Where {
  program: ReconciliationViewProps["program"];
  place: Place;
  t: ReturnType<typeof useTranslations<"reconciliation">>;
}
/** What a row is called, and where it opens into. */
function rowOf(row: Row, where: Where): TableRow {
  return {
    key: row.key,
    name: nameOf(row, where),
    href: openedBy(row, where),
    clicks: row.clicks,
    sales: row.sales,
  };
}
function nameOf({ kind, date, partnerName, linkName }: Row, { t }: Where): string {
  if (date !== null) return formatPlainDate(date);
  if (kind === "PARTNER") return partnerName ?? t("unnamed");
  if (kind === "LINK") return linkName ?? t("unnamed");
  return kind === "DAY" ? "" : t(`kinds.${kind}`);
}
function openedBy({ date, kind, partnerId, linkId }: Row, { program, place }: Where) {
  if (date !== null) return hrefOf(place, { by: "PARTNER", from: date, to: date });
  if (kind === "PARTNER" && partnerId) return hrefOf(place, { by: "LINK", partner: partnerId });
  if (kind !== "LINK" || !linkId) return null;
  const query = new URLSearchParams({ from: place.from, to: place.to, link: linkId, mode: "both" });
  return `${brandPages(program.code).clicks}?${query.toString()}`;
}
