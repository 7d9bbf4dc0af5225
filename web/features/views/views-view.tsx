"use client";
import { useState, type ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { SavedViewsQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatDate } from "../../lib/format.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { Button } from "../../ui/button.tsx";
import { PageHead } from "../../ui/card.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { RowHead, Table, Td, Th, wideOnly } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { savedAddress } from "../reporting/view-state.ts";
import { ChangeViewDialog } from "./change-view-dialog.tsx";
import { RemoveSavedView, SavedViews } from "./saved-views-query.ts";

type SavedView = SavedViewsQuery["savedViews"][number];
interface ViewsViewProps {
  program: { id: string; timeZone: string };
  space: "brand" | "partner";
  /** The page that the views are of. */
  page: string;
  canWrite: boolean;
  isAdministrator: boolean;
  first: Loaded<SavedViewsQuery>;
}
export function ViewsView({
  program,
  space,
  page,
  canWrite,
  isAdministrator,
  first,
}: ViewsViewProps): ReactNode {
  const t = useTranslations("views");
  const state = useLoaded(SavedViews, { program: program.id }, first);
  const [open, setOpen] = useState<{ view: SavedView; what: "change" | "remove" } | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <Panel state={state} skeleton={<Skeleton className="h-40" />}>
        {({ savedViews }) =>
          savedViews.length === 0 ? (
            <p className="text-muted">
              {t("none")}{" "}
              <Link href={page} className={textLinkClass}>
                {t("toExplore")}
              </Link>
            </p>
          ) : (
            <Table label={t("title")} stacked>
              <thead className={wideOnly}>
                <tr>
                  <Th pinned>{t("name")}</Th>
                  <Th>{t("whose")}</Th>
                  <Th>{t("beginsFor")}</Th>
                  <Th>{t("changed")}</Th>
                  <Th>
                    <span className="sr-only">{t("actions")}</span>
                  </Th>
                </tr>
              </thead>
              <tbody>
                {savedViews.map((view) => (
                  <ViewRow
                    key={view.id}
                    view={view}
                    page={page}
                    timeZone={program.timeZone}
                    canWrite={canWrite}
                    onOpen={(what) => setOpen({ view, what })}
                  />
                ))}
              </tbody>
            </Table>
          )
        }
      </Panel>
      {open?.what === "change" ? (
        <ChangeViewDialog
          view={open.view}
          space={space}
          withDefaults={isAdministrator}
          onClose={close}
        />
      ) : null}
      {open?.what === "remove" ? (
        <ConfirmDialog
          open
          onClose={close}
          id={open.view.id}
          document={RemoveSavedView}
          title={t("removeTitle", { name: open.view.name })}
          text={t(open.view.isShared ? "removeShared" : "removeText")}
          submit={t("remove")}
          tone="danger"
          done={t("removed", { name: open.view.name })}
        />
      ) : null}
    </>
  );
}

interface ViewRowProps {
  view: SavedView;
  page: string;
  timeZone: string;
  canWrite: boolean;
  onOpen: (what: "change" | "remove") => void;
}
function ViewRow({ view, page, timeZone, canWrite, onOpen }: ViewRowProps): ReactNode {
  const t = useTranslations("views");
  const roles = useTranslations("shell.roles");
  const { name, query, isShared, isMine, ownerName, defaultFor, changedAt, mayChange } = view;
  const owner = isMine ? t("yours") : ownerName;
  return (
    <tr>
      <RowHead>
        <Link href={savedAddress(page, query)} className={textLinkClass}>
          {name}
        </Link>
      </RowHead>
      <Td label={t("whose")}>{isShared ? t("sharedBy", { owner }) : t("private")}</Td>
      <Td label={t("beginsFor")}>
        {defaultFor.length > 0 ? defaultFor.map((role) => roles(role)).join(", ") : "–"}
      </Td>
      <Td label={t("changed")}>{formatDate(changedAt, timeZone)}</Td>
      <Td>
        {canWrite && mayChange ? (
          <span className="flex flex-wrap gap-2">
            <Button
              size="small"
              aria-label={t("changeOf", { name })}
              onClick={() => onOpen("change")}
            >
              {t("change")}
            </Button>
            <Button
              size="small"
              aria-label={t("removeOf", { name })}
              onClick={() => onOpen("remove")}
            >
              {t("remove")}
            </Button>
          </span>
        ) : null}
      </Td>
    </tr>
  );
}
