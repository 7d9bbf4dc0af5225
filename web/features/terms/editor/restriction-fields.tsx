"use client";
import type { ReactNode } from "react";
import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { editField, editFields, editItem, withoutItem } from "../../../lib/edits.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { CheckField, InputField } from "../../../ui/form.tsx";
import { newRestriction } from "./draft.ts";
import { findingsUnder, useEditor } from "./editor-context.tsx";
import { FindingList } from "../rules/finding-list.tsx";
import { Fold } from "./fold.tsx";
import type { ListProps } from "../rules/group-fields.tsx";
import { RuleFields } from "../rules/rule-fields.tsx";
import { useRuleText } from "../rules/use-rule-text.ts";

/** What is never paid; looked at before the groups. */
export function RestrictionFields({
  path,
  payout,
  onChange,
}: Omit<ListProps, "currency">): ReactNode {
  const t = useTranslations("terms");
  const text = useRuleText();
  const { findings } = useEditor();
  const { restrictions, event } = payout;
  const set = editField(onChange, "restrictions");
  const add = () => {
    const made = newRestriction(event);
    set((now) => [...now, made]);
  };
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium">{t("restrictions")}</h3>
      <p className="text-caption text-subtle">{t("restrictionsHint")}</p>
      <ul className="flex flex-col gap-2">
        {restrictions.map((restriction, index) => {
          const edit = editItem(set, restriction, index);
          const change = editFields(edit);
          const own = findingsUnder(findings, `${path}.restrictions.${index}`);
          return (
            <li
              key={restriction.key}
              className="relative flex min-w-0 flex-col rounded-control border border-border"
            >
              <Fold
                title={t("restrictionText", {
                  name: restriction.name || t("restrictionNew"),
                  rules: text(restriction.rules),
                })}
                startsOpen={restriction.id === null}
                titleClass="pe-11"
              >
                <InputField
                  name={`${path}.restrictions.${index}.name`}
                  label={t("restrictionName", { number: index + 1 })}
                  required
                  maxLength={100}
                  value={restriction.name}
                  onChange={(changed) => change({ name: changed.target.value })}
                />
                <RuleFields
                  path={`${path}.restrictions.${index}.rules`}
                  event={event}
                  rules={restriction.rules}
                  onChange={editField(edit, "rules")}
                />
                {event === "CLICK" ? (
                  <CheckField
                    name={`${path}.restrictions.${index}.hideZeroRows`}
                    label={t("hideZeroRows")}
                    checked={restriction.hideZeroRows}
                    onChange={(changed) => change({ hideZeroRows: changed.target.checked })}
                  />
                ) : null}
              </Fold>
              <IconButton
                className="absolute! end-0.5 top-0.5"
                label={t("removeRestriction", { number: index + 1 })}
                onClick={() => set((now) => withoutItem(now, restriction, index))}
              >
                <Trash2 aria-hidden size={16} />
              </IconButton>
              {own.length > 0 ? (
                <div className="border-t border-border px-3 py-2">
                  <FindingList findings={own} />
                </div>
              ) : null}
            </li>
          );
        })}
      </ul>
      <div>
        <Button size="small" onClick={add}>
          <Plus aria-hidden size={14} />
          {t("addRestriction")}
        </Button>
      </div>
    </section>
  );
}
