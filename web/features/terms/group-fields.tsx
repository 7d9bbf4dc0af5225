"use client";
import { useState, type ReactNode } from "react";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button, IconButton } from "../../ui/button.tsx";
import { CheckField, InputField } from "../../ui/form.tsx";
import { newGroup, newRestriction, type GroupDraft, type PayoutDraft, type RestrictionDraft, type RuleDraft } from "./draft.ts";
import { LimitFields } from "./limit-fields.tsx";
import { RuleFields } from "./rule-fields.tsx";
import { rulesWords } from "./rule-words.ts";
import { valuesIn } from "./values.ts";

/** "Country is US or CA and device is PHONE", as far as it is written. */
function useRuleText(): (rules: readonly RuleDraft[]) => string {
  const words = useTranslations("rules");
  return (rules) =>
    rulesWords(
      words,
      rules.map((rule) => ({ ...rule, values: valuesIn(rule.values, "…") })),
    );
}

interface ListProps {
  /** The payout's place in the input, "eventPayouts.0". */
  path: string;
  payout: PayoutDraft;
  currency: string;
  onChange: (next: Partial<PayoutDraft>) => void;
}

/** Payout groups in the order in which they are tried, each as a sentence that opens its fields. */
export function GroupFields({ path, payout, currency, onChange }: ListProps): ReactNode {
  const t = useTranslations("terms");
  const text = useRuleText();
  const [moved, setMoved] = useState("");
  const { groups, event } = payout;
  const set = (next: GroupDraft[]) => onChange({ groups: next });
  const change = (index: number, next: Partial<GroupDraft>) => set(groups.map((group, at) => (at === index ? { ...group, ...next } : group)));
  const move = (index: number, by: -1 | 1) => {
    const next = [...groups];
    const [taken] = next.splice(index, 1);
    if (!taken) return;
    next.splice(index + by, 0, taken);
    set(next);
    setMoved(t("groupMoved", { name: taken.name || t("groupNew"), number: index + by + 1 }));
  };
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium">{t("groups")}</h3>
      <p className="text-caption text-subtle">{t(`groupsHint.${event}`)}</p>
      <ol className="flex flex-col gap-2">
        {groups.map((group, index) => (
          <li key={group.key} className="flex flex-col gap-1 sm:flex-row sm:items-start">
            <Item
              title={t("groupText", {
                number: index + 1,
                name: group.name || t("groupNew"),
                rules: text(group.rules),
                rate: group.rate || "…",
                currency: group.rate.includes("%") ? "" : currency,
              })}
              startsOpen={group.id === null}
            >
              <div className="grid gap-3 sm:grid-cols-2">
                <InputField
                  name={`${path}.groups.${index}.name`}
                  label={t("groupName", { number: index + 1 })}
                  required
                  maxLength={100}
                  value={group.name}
                  onChange={(changed) => change(index, { name: changed.target.value })}
                />
                <InputField
                  name={`${path}.groups.${index}.rate`}
                  label={t("groupRate", { number: index + 1 })}
                  hint={event === "SALE" ? t("saleRateHint", { currency }) : t("amountHint", { currency })}
                  required
                  value={group.rate}
                  onChange={(changed) => change(index, { rate: changed.target.value })}
                />
              </div>
              <RuleFields path={`${path}.groups.${index}.rules`} rules={group.rules} onChange={(rules) => change(index, { rules })} />
              <LimitFields
                path={`${path}.groups.${index}`}
                title={t("groupLimits")}
                event={event}
                limits={group.limits}
                currency={currency}
                onChange={(limits) => change(index, { limits })}
              />
            </Item>
            <span className="flex self-end sm:self-start">
              <IconButton label={t("groupUp", { number: index + 1 })} disabled={index === 0} onClick={() => move(index, -1)}>
                <ArrowUp aria-hidden size={16} />
              </IconButton>
              <IconButton label={t("groupDown", { number: index + 1 })} disabled={index === groups.length - 1} onClick={() => move(index, 1)}>
                <ArrowDown aria-hidden size={16} />
              </IconButton>
              <IconButton label={t("removeGroup", { number: index + 1 })} onClick={() => set(groups.filter((_, at) => at !== index))}>
                <Trash2 aria-hidden size={16} />
              </IconButton>
            </span>
          </li>
        ))}
      </ol>
      <p aria-live="polite" className="sr-only">
        {moved}
      </p>
      <div>
        <Button size="small" onClick={() => set([...groups, newGroup()])}>
          <Plus aria-hidden size={14} />
          {t("addGroup")}
        </Button>
      </div>
    </section>
  );
}

/** What is never paid; evaluated before the groups. */
export function RestrictionFields({ path, payout, onChange }: Omit<ListProps, "currency">): ReactNode {
  const t = useTranslations("terms");
  const text = useRuleText();
  const { restrictions, event } = payout;
  const set = (next: RestrictionDraft[]) => onChange({ restrictions: next });
  const change = (index: number, next: Partial<RestrictionDraft>) => set(restrictions.map((each, at) => (at === index ? { ...each, ...next } : each)));
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium">{t("restrictions")}</h3>
      <ul className="flex flex-col gap-2">
        {restrictions.map((restriction, index) => (
          <li key={restriction.key} className="flex items-start gap-1">
            <Item title={t("restrictionText", { name: restriction.name || t("restrictionNew"), rules: text(restriction.rules) })} startsOpen={restriction.id === null}>
              <InputField
                name={`${path}.restrictions.${index}.name`}
                label={t("restrictionName", { number: index + 1 })}
                required
                maxLength={100}
                value={restriction.name}
                onChange={(changed) => change(index, { name: changed.target.value })}
              />
              <RuleFields path={`${path}.restrictions.${index}.rules`} rules={restriction.rules} onChange={(rules) => change(index, { rules })} />
              {event === "CLICK" ? (
                <CheckField
                  name={`${path}.restrictions.${index}.hideZeroRows`}
                  label={t("hideZeroRows")}
                  checked={restriction.hideZeroRows}
                  onChange={(changed) => change(index, { hideZeroRows: changed.target.checked })}
                />
              ) : null}
            </Item>
            <IconButton label={t("removeRestriction", { number: index + 1 })} onClick={() => set(restrictions.filter((_, at) => at !== index))}>
              <Trash2 aria-hidden size={16} />
            </IconButton>
          </li>
        ))}
      </ul>
      <div>
        <Button size="small" onClick={() => set([...restrictions, newRestriction()])}>
          <Plus aria-hidden size={14} />
          {t("addRestriction")}
        </Button>
      </div>
    </section>
  );
}

/** A sentence that opens its fields. What is closed stays in the form; a fault inside opens it. */
function Item({ title, startsOpen, children }: { title: string; startsOpen: boolean; children: ReactNode }): ReactNode {
  const [open, setOpen] = useState(startsOpen);
  return (
    <details
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      onInvalidCapture={() => setOpen(true)}
      className="min-w-0 flex-1 rounded-control border border-border"
    >
      <summary className="cursor-pointer px-3 py-2 break-words hover:bg-sunken">{title}</summary>
      <div className="flex flex-col gap-3 border-t border-border p-3">{children}</div>
    </details>
  );
}
