"use client";
import { useState, type ReactNode } from "react";
import { clsx } from "clsx";
import { ArrowDown, ArrowUp, GripVertical, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { editField, editFields, editItem, withoutItem, type Edit } from "../../../lib/edits.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { controlClass, InputField } from "../../../ui/form.tsx";
import { newGroup, type GroupDraft, type PayoutDraft } from "../editor/draft.ts";
import { findingsUnder, useEditor, type Finding } from "../editor/editor-context.tsx";
import { FindingList } from "./finding-list.tsx";
import { Fold } from "../editor/fold.tsx";
import { LimitFields } from "../editor/limit-fields.tsx";
import { reorder } from "./use-drag.ts";
import { RuleFields } from "./rule-fields.tsx";
import { useDrag, type Drag } from "./use-drag.ts";
import { useRuleText } from "./use-rule-text.ts";

export interface ListProps {
  /** The payout's place in the input, "eventPayouts.0". */
  path: string;
  payout: PayoutDraft;
  currency: string;
  onChange: Edit<PayoutDraft>;
}

const maxGroups = 200;

/**
 * Payout groups in the order in which they are tried, each as a sentence that opens its fields;
 * last what is paid otherwise.
 */
export function GroupFields({
  path,
  payout,
  currency,
  onChange,
  otherwise,
}: ListProps & { otherwise: ReactNode }): ReactNode {
  const t = useTranslations("terms");
  const [moved, setMoved] = useState("");
  const { groups, event } = payout;
  const set = editField(onChange, "groups");
  const move = (from: number, to: number) => {
    const at = Math.max(0, Math.min(to, groups.length - 1));
    if (at === from) return;
    set((now) => reorder(now, from, at));
    setMoved(t("groupMoved", { name: groups[from]?.name || t("groupNew"), number: at + 1 }));
  };
  const add = () => {
    const made = newGroup(event);
    set((now) => [...now, made]);
  };
  const drag = useDrag(move);
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium">{t("groups")}</h3>
      <p className="text-caption text-subtle">{t(`groupsHint.${event}`)}</p>
      <ol className="flex flex-col gap-2">
        {groups.map((group, index) => (
          <GroupCard
            key={group.key}
            path={`${path}.groups.${index}`}
            index={index}
            group={group}
            of={{ path, payout, currency }}
            drag={drag}
            onChange={editItem(set, group, index)}
            onMove={(to) => move(index, to)}
            onRemove={() => set((now) => withoutItem(now, group, index))}
          />
        ))}
      </ol>
      <p aria-live="polite" className="sr-only">
        {moved}
      </p>
      {groups.length < maxGroups ? (
        <div>
          <Button size="small" onClick={add}>
            <Plus aria-hidden size={14} />
            {t("addGroup")}
          </Button>
        </div>
      ) : null}
      {otherwise}
    </section>
  );
}

interface GroupCardProps {
  path: string;
  index: number;
  group: GroupDraft;
  of: Omit<ListProps, "onChange">;
  drag: Drag;
  onChange: Edit<GroupDraft>;
  onMove: (to: number) => void;
  onRemove: () => void;
}
function GroupCard({
  path,
  index,
  group,
  of,
  drag,
  onChange,
  onMove,
  onRemove,
}: GroupCardProps): ReactNode {
  const t = useTranslations("terms");
  const text = useRuleText();
  const { findings } = useEditor();
  const { payout, currency } = of;
  const change = editFields(onChange);
  const title = t("groupText", {
    number: index + 1,
    name: group.name || t("groupNew"),
    rules: text(group.rules),
    rate: group.rate || "…",
    currency: group.rate.includes("%") ? "" : currency,
  });
  const isTarget = drag.to === index && drag.from !== index;
  return (
    <li
      className={clsx(
        "relative flex min-w-0 flex-col rounded-control border border-border",
        drag.from === index && "opacity-55",
        isTarget && "outline-2 outline-offset-2 outline-focus outline-dashed",
      )}
    >
      <Moves
        index={index}
        count={payout.groups.length}
        drag={drag}
        onMove={onMove}
        onRemove={onRemove}
      />
      <div>
        <Fold
          title={title}
          startsOpen={group.id === null}
          titleClass={payout.groups.length > 1 ? "sm:pe-48" : "sm:pe-11"}
        >
          <div className="grid gap-3 sm:grid-cols-2">
            <InputField
              name={`${path}.name`}
              label={t("groupName", { number: index + 1 })}
              required
              maxLength={100}
              value={group.name}
              onChange={(changed) => change({ name: changed.target.value })}
            />
            <InputField
              name={`${path}.rate`}
              label={t("groupRate", { number: index + 1 })}
              hint={
                payout.event === "SALE"
                  ? t("saleRateHint", { currency })
                  : t("amountHint", { currency })
              }
              required
              value={group.rate}
              onChange={(changed) => change({ rate: changed.target.value })}
            />
          </div>
          <RuleFields
            path={`${path}.rules`}
            event={payout.event}
            rules={group.rules}
            onChange={editField(onChange, "rules")}
          />
          <LimitFields
            path={path}
            title={t("groupLimits")}
            event={payout.event}
            limits={group.limits}
            currency={currency}
            onChange={editField(onChange, "limits")}
          />
        </Fold>
      </div>
      <CardFindings
        findings={findingsUnder(findings, path)}
        onAbove={onMove}
        onRemove={onRemove}
        onContinue={(id) => change({ id })}
      />
    </li>
  );
}

interface MovesProps {
  index: number;
  count: number;
  drag: Drag;
  onMove: (to: number) => void;
  onRemove: () => void;
}
/** The place of a group: by buttons, by its number, and by dragging. */
function Moves({ index, count, drag, onMove, onRemove }: MovesProps): ReactNode {
  const t = useTranslations("terms");
  const number = index + 1;
  return (
    <span className="flex items-center self-end p-0.5 sm:absolute sm:end-0 sm:top-0">
      {count > 1 ? (
        <>
          <span
            aria-hidden
            {...drag.handle(index)}
            title={t("groupDrag")}
            className={clsx(
              "hidden size-8 cursor-grab touch-none items-center justify-center text-subtle",
              "sm:inline-flex",
            )}
          >
            <GripVertical size={16} />
          </span>
          <PositionField key={index} index={index} count={count} onMove={onMove} />
          <IconButton
            label={t("groupUp", { number })}
            disabled={index === 0}
            onClick={() => onMove(index - 1)}
          >
            <ArrowUp aria-hidden size={16} />
          </IconButton>
          <IconButton
            label={t("groupDown", { number })}
            disabled={index === count - 1}
            onClick={() => onMove(index + 1)}
          >
            <ArrowDown aria-hidden size={16} />
          </IconButton>
        </>
      ) : null}
      <IconButton label={t("removeGroup", { number })} onClick={onRemove}>
        <Trash2 aria-hidden size={16} />
      </IconButton>
    </span>
  );
}

/** The number is taken by Enter or on leaving; what is none stays as it was. */
function PositionField({
  index,
  count,
  onMove,
}: Pick<MovesProps, "index" | "count" | "onMove">): ReactNode {
  const t = useTranslations("terms");
  const [text, setText] = useState(String(index + 1));
  const take = () => {
    if (/^\d{1,4}$/.test(text.trim()) && Number(text) >= 1) onMove(Number(text) - 1);
    setText(String(index + 1));
  };
  return (
    <input
      type="text"
      inputMode="numeric"
      aria-label={t("groupPosition", { number: index + 1, count })}
      title={t("groupPosition", { number: index + 1, count })}
      value={text}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        take();
      }}
      className={clsx(controlClass, "tabular w-11! px-1! text-center")}
    />
  );
}

interface CardFindingsProps {
  findings: readonly Finding[];
  onAbove: (to: number) => void;
  onRemove: () => void;
  /** This is the earlier group of that id: its count goes on. */
  onContinue: (id: string) => void;
}
/**
 * What the linter says of this group; a group that another hides is moved or removed by one press,
 * and one that may be an earlier one goes on as that.
 */
function CardFindings({ findings, onAbove, onRemove, onContinue }: CardFindingsProps): ReactNode {
  const t = useTranslations("terms.lint");
  if (findings.length === 0) return null;
  const fixes = ({ code, related, groupId }: Finding): ReactNode => {
    if (groupId !== null)
      return (
        <Button size="small" onClick={() => onContinue(groupId)}>
          {t("continueCount")}
        </Button>
      );
    if (code !== "NEVER_REACHED" && code !== "NEVER_TRUE") return null;
    const above =
      code === "NEVER_REACHED" ? /\.groups\.(\d+)$/.exec(related[0] ?? "")?.[1] : undefined;
    return (
      <span className="flex flex-wrap gap-2">
        {above === undefined ? null : (
          <Button size="small" onClick={() => onAbove(Number(above))}>
            {t("moveAbove", { number: Number(above) + 1 })}
          </Button>
        )}
        <Button size="small" onClick={onRemove}>
          {t("remove")}
        </Button>
      </span>
    );
  };
  return (
    <div className="border-t border-border px-3 py-2">
      <FindingList findings={findings} fixes={fixes} />
    </div>
  );
}
