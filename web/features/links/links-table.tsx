"use client";
import { useCallback, useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { LinkListFilter, LinkRow_RowFragment, LinksQuery } from "../../gql/graphql.ts";
import { lateView } from "../../lib/late.ts";
import { SortTh, Table, Th, wideOnly } from "../../ui/table.tsx";
import type { Selected } from "./end-links-dialog.tsx";
import { ChosenBar } from "./chosen-bar.tsx";
import { LinkRow, type LinkAct, type LinkRights } from "./link-row.tsx";
import { RenameLinkDialog } from "./rename-link-dialog.tsx";
import type { LinkSort } from "./links-query.ts";
import { useChosen, type Chosen } from "./use-chosen.ts";

const LateEnd = lateView(() =>
  import("./end-links-dialog.tsx").then((module) => module.EndLinksDialog),
);
const LateName = lateView(() =>
  import("./name-link-dialog.tsx").then((module) => module.NameLinkDialog),
);
const LateQr = lateView(() => import("./qr-dialog.tsx").then((module) => module.QrDialog));
const LateReopen = lateView(() =>
  import("./end-links-dialog.tsx").then((module) => module.ReopenLinksDialog),
);

type Row = NonNullable<LinksQuery["linkList"]>["nodes"][number];
interface LinksTableProps {
  rows: readonly Row[];
  /** How many there are under the filter. */
  total: number;
  filter: LinkListFilter;
  program: { id: string; marketplaceCurrency: string; timeZone: string };
  rights: LinkRights;
  showPartner: boolean;
  order: { sort: LinkSort; up: boolean };
  onOrder: (order: { sort: LinkSort; up: boolean }) => void;
}
type Doing =
  | { act: "rename" | "name" | "qr"; link: LinkRow_RowFragment["link"] }
  | { act: "end" | "reopen"; selected: Selected };

/** Links with their figures; some, or all that match, are ended together. */
export function LinksTable({
  rows,
  total,
  filter,
  program,
  rights,
  showPartner,
  order,
  onOrder,
}: LinksTableProps): ReactNode {
  const t = useTranslations("links");
  const choice = useChosen(
    rows.map(({ link }) => link.id),
    { programId: program.id, filter, total },
  );
  const [doing, setDoing] = useState<Doing | null>(null);
  const act = useCallback(
    (name: LinkAct, link: LinkRow_RowFragment["link"]) =>
      setDoing(
        name === "rename" || name === "name" || name === "qr"
          ? { act: name, link }
          : { act: name, selected: { links: { ids: [link.id] }, count: 1, name: link.name } },
      ),
    [],
  );
  const close = () => setDoing(null);
  const dialog = { onClose: close, onDone: choice.none };
  return (
    <>
      <ChosenBar
        choice={choice}
        total={total}
        onAct={(name) => setDoing({ act: name, selected: choice.selected })}
      />
      <Table label={t("title")} stacked>
        <Head order={order} onOrder={onOrder} choice={rights.write ? choice : null} />
        <tbody>
          {rows.map((row) => (
            <LinkRow
              key={row.link.id}
              row={row}
              rights={rights}
              program={program}
              showPartner={showPartner}
              chosen={choice.has(row.link.id)}
              onChoose={(isChosen) => choice.choose(row.link.id, isChosen)}
              onAct={act}
            />
          ))}
        </tbody>
      </Table>
      {doing?.act === "rename" ? <RenameLinkDialog link={doing.link} onClose={close} /> : null}
      {doing?.act === "name" ? <LateName link={doing.link} onClose={close} /> : null}
      {doing?.act === "qr" ? <LateQr link={doing.link} onClose={close} /> : null}
      {doing?.act === "end" ? (
        <LateEnd selected={doing.selected} timeZone={program.timeZone} {...dialog} />
      ) : null}
      {doing?.act === "reopen" ? <LateReopen selected={doing.selected} {...dialog} /> : null}
    </>
  );
}

const figures = ["clicks", "payable", "orders", "earned"] as const;
interface HeadProps extends Pick<LinksTableProps, "order" | "onOrder"> {
  /** Of all rows that are shown; null for who may change none. */
  choice: Chosen | null;
}
function Head({ order, onOrder, choice }: HeadProps): ReactNode {
  const t = useTranslations("links");
  const stateOf = (sort: LinkSort) => {
    if (order.sort !== sort) return "none";
    return order.up ? "ascending" : "descending";
  };
  // The same column turns round; a name begins with A, figures and times with the most.
  const press = (sort: LinkSort) => () =>
    onOrder({ sort, up: order.sort === sort ? !order.up : sort === "name" });
  const head = (sort: LinkSort, numeric = false) => (
    <SortTh key={sort} numeric={numeric} sort={stateOf(sort)} onSort={press(sort)}>
      {t(`columns.${sort}`)}
    </SortTh>
  );
  return (
    <thead className={wideOnly}>
      <tr>
        {choice ? (
          <Th className="w-8">
            <input
              type="checkbox"
              aria-label={t("chooseShown")}
              checked={choice.whole}
              onChange={(event) => choice.shown(event.target.checked)}
              className="size-4"
            />
          </Th>
        ) : null}
        {head("name")}
        {figures.map((sort) => head(sort, true))}
        {head("last")}
        <Th>{t("columns.health")}</Th>
        <Th>
          <span className="sr-only">{t("actions")}</span>
        </Th>
      </tr>
    </thead>
  );
}
