"use client";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { AnnotationsQuery, RangeInput } from "../../../gql/graphql.ts";
import { formatDate, formatShort } from "../../../lib/format.ts";
import type { PanelState } from "../../../lib/use-loaded.ts";
import { Button } from "../../../ui/button.tsx";
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import type { Files } from "../../exports/files.ts";
import { LateExport } from "../../exports/late-export.tsx";
import { RemoveReportNote } from "./annotations-query.ts";

/** Comes with the first press. */
const NoteDialog = lazy(() =>
  import("./note-dialog.tsx").then(({ NoteDialog: dialog }) => ({ default: dialog })),
);

type Annotation = AnnotationsQuery["annotations"][number];
type Note = NonNullable<Annotation["note"]>;
type Open = { what: "add" } | { what: "change" | "remove"; note: Note };
const shownAtOnce = 6;

interface AnnotationListProps {
  programId: string;
  timeZone: string;
  state: PanelState<AnnotationsQuery>;
  canWrite: boolean;
  /** Null: the viewer may have no files. */
  files: Files | null;
  range: RangeInput;
}
/** What happened beside the figures, newest first, and what people noted. */
export function AnnotationList({
  programId,
  timeZone,
  state,
  canWrite,
  files,
  range,
}: AnnotationListProps): ReactNode {
  const t = useTranslations("reporting.annotations");
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  return (
    <section
      aria-label={t("title")}
      className="rounded-card border border-border bg-surface px-4 py-3"
    >
      <div className="mb-1 flex flex-wrap items-center justify-between gap-2">
        <h2>{t("title")}</h2>
        <div className="flex flex-wrap gap-2">
          {files ? (
            <LateExport
              {...files}
              table="ANNOTATIONS"
              filters={{ annotations: { range } }}
              timeZone={timeZone}
              size="small"
            />
          ) : null}
          {canWrite ? (
            <Button size="small" onClick={() => setOpen({ what: "add" })}>
              {t("add")}
            </Button>
          ) : null}
        </div>
      </div>
      <Panel state={state} skeleton={<Skeleton className="h-16" />}>
        {({ annotations }) => {
          const newest = annotations.toReversed();
          if (newest.length === 0) return <p className="text-muted">{t("none")}</p>;
          const item = (each: Annotation, index: number) => (
            <Item key={index} of={each} timeZone={timeZone} canWrite={canWrite} onOpen={setOpen} />
          );
          const more = newest.slice(shownAtOnce);
          return (
            <>
              <ul>{newest.slice(0, shownAtOnce).map(item)}</ul>
              {more.length > 0 ? (
                <details>
                  <summary className="cursor-pointer py-1 text-link">
                    {t("more", { count: more.length })}
                  </summary>
                  <ul>{more.map(item)}</ul>
                </details>
              ) : null}
            </>
          );
        }}
      </Panel>
      {open?.what === "add" || open?.what === "change" ? (
        <Suspense fallback={null}>
          <NoteDialog
            programId={programId}
            timeZone={timeZone}
            note={open.what === "change" ? open.note : null}
            onClose={close}
          />
        </Suspense>
      ) : null}
      {open?.what === "remove" ? (
        <ConfirmDialog
          open
          onClose={close}
          id={open.note.id}
          document={RemoveReportNote}
          title={t("removeTitle")}
          text={open.note.text}
          submit={t("remove")}
          tone="danger"
          done={t("removed")}
        />
      ) : null}
    </section>
  );
}

/** One sentence. */
function useAnnotationWords(): (of: Annotation) => string {
  const t = useTranslations("reporting.annotations");
  return ({ kind, count, partnerName, detail, note }) => {
    if (note) return note.text;
    if (kind === "NOTE") return "";
    return t(`kinds.${kind}`, {
      count,
      partner: partnerName ?? t("program"),
      detail: detail ?? "",
    });
  };
}

interface ItemProps {
  of: Annotation;
  timeZone: string;
  canWrite: boolean;
  onOpen: (open: Open) => void;
}
function Item({ of, timeZone, canWrite, onOpen }: ItemProps): ReactNode {
  const t = useTranslations("reporting.annotations");
  const words = useAnnotationWords();
  const { note } = of;
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-t border-border py-1.5">
      <span className="tabular w-28 shrink-0 text-table text-muted">
        {note ? formatDate(of.at, timeZone) : formatShort(of.at, timeZone)}
      </span>
      <span className="min-w-0 flex-1 basis-48 break-words whitespace-pre-line">{words(of)}</span>
      {note ? (
        <span className="text-caption text-muted">{t("by", { name: note.authorName })}</span>
      ) : null}
      {note && canWrite && note.mayChange ? (
        <span className="flex gap-2">
          <Button size="small" onClick={() => onOpen({ what: "change", note })}>
            {t("change")}
          </Button>
          <Button size="small" onClick={() => onOpen({ what: "remove", note })}>
            {t("remove")}
          </Button>
        </span>
      ) : null}
    </li>
  );
}
