"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { formatDateTime } from "../../../lib/format.ts";
import type { KeptDraft } from "../../../lib/use-kept-draft.ts";
import { Button } from "../../../ui/button.tsx";

type Shown = Pick<KeptDraft<never>, "kept" | "isKeeping" | "refusal" | "others">;

/** Whether the newest words are kept, in one line. */
export function DraftState({
  draft,
  timeZone,
}: {
  draft: Pick<Shown, "kept" | "isKeeping" | "refusal">;
  timeZone: string;
}): ReactNode {
  const t = useTranslations("drafts");
  if (draft.refusal)
    return (
      <output className="text-caption text-warning">
        {t("notKept", { why: draft.refusal.message })}
      </output>
    );
  return (
    <span className="text-caption text-subtle" aria-live="off">
      {draft.isKeeping
        ? t("keeping")
        : draft.kept
          ? t("kept", { at: formatDateTime(draft.kept.at, timeZone) })
          : t("unchanged")}
    </span>
  );
}

/** The address names a draft that is there no more. */
export function DraftMissing(): ReactNode {
  return (
    <p className="mb-3 rounded-control bg-warning-ground px-3 py-2 text-warning">
      {useTranslations("drafts")("missing")}
    </p>
  );
}

interface DraftChangedProps {
  draft: Shown & Pick<KeptDraft<never>, "saveOnTop" | "saveApart">;
  timeZone: string;
}
/** Somebody saved in between: what is typed stands, and its writer says what becomes of it. */
export function DraftChanged({ draft, timeZone }: DraftChangedProps): ReactNode {
  const t = useTranslations("drafts");
  const { others, refusal } = draft;
  if (refusal?.code !== "DRAFT_CHANGED" && refusal?.code !== "NOT_FOUND") return null;
  return (
    <section
      role="alert"
      className="mb-3 flex flex-col gap-3 rounded-control bg-warning-ground px-3 py-2 text-warning"
    >
      <p>
        {others
          ? t("changed", {
              who: others.byName ?? t("somebody"),
              at: formatDateTime(others.at, timeZone),
            })
          : t("gone")}
      </p>
      <div className="flex flex-wrap gap-2">
        {others ? (
          <>
            <Button size="small" onClick={() => window.location.reload()}>
              {t("takeTheirs")}
            </Button>
            <Button size="small" onClick={draft.saveOnTop}>
              {t("saveOnTop")}
            </Button>
          </>
        ) : null}
        <Button size="small" onClick={draft.saveApart}>
          {t("saveApart")}
        </Button>
      </div>
    </section>
  );
}
