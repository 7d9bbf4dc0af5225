"use client";
import { useState, type ReactNode } from "react";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button, buttonClass } from "../../ui/button.tsx";
import { RemindDialog } from "./remind-dialog.tsx";
import type { Place, VerifyActions } from "./use-verify-actions.ts";

interface BulkBarProps {
  program: { id: string };
  actions: VerifyActions;
  place: Place;
  runId: string | null;
  /** None: all partners. */
  chosen: ReadonlySet<string>;
  names: ReadonlyMap<string, string>;
}
/** What can be done for all partners at once, or for the chosen ones. */
export function BulkBar(props: BulkBarProps): ReactNode {
  const { program, actions, place, runId, chosen, names } = props;
  const t = useTranslations("verify.bulk");
  const [reminding, setReminding] = useState(false);
  const ids = [...chosen];
  const all = ids.length === 0;
  return (
    <fieldset className="mb-3 flex flex-wrap gap-2">
      <legend className="sr-only">{t("label")}</legend>
      <Button
        size="small"
        busy={actions.busy}
        onClick={() => void actions.createLinks(all ? null : ids)}
      >
        {t("createLinks")}
      </Button>
      <Button
        size="small"
        busy={actions.busy}
        onClick={() =>
          void (all
            ? actions.clickAll(runId, place)
            : actions.click(
                ids.map((id) => ({ id, clicks: 10 })),
                place,
              ))
        }
      >
        {all ? t("click") : t("clickChosen", { count: ids.length })}
      </Button>
      {all ? null : (
        <Button size="small" busy={actions.busy} onClick={() => setReminding(true)}>
          {t("remind")}
        </Button>
      )}
      <a
        href={`/files/verification/${program.id}`}
        download
        className={buttonClass("plain", "small")}
      >
        <Download aria-hidden size={14} />
        {t("evidence")}
      </a>
      <RemindDialog
        open={reminding}
        onClose={() => setReminding(false)}
        partners={ids.map((id) => ({ id, name: names.get(id) ?? "" }))}
        actions={actions}
      />
    </fieldset>
  );
}
