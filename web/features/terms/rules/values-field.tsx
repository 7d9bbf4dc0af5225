"use client";
import {
  useEffect,
  useEffectEvent,
  useState,
  type ClipboardEvent,
  type ComponentProps,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import { clsx } from "clsx";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { EventTypeKind } from "../../../gql/graphql.ts";
import { meant } from "../../../ui/choice.ts";
import { FieldFrame } from "../../../ui/form.tsx";
import { ListField } from "../../../ui/list-field.tsx";
import type { RuleDraft } from "../editor/draft.ts";
import { useEditor } from "../editor/editor-context.tsx";
import { ListHint, useReturns } from "./list-hint.tsx";
import {
  isSearched,
  useValueNames,
  useValueOptions,
  type ValueOption,
} from "./use-value-options.ts";
import { valuesTyped } from "./values.ts";

interface ValuesFieldProps {
  name: string;
  event: EventTypeKind;
  rule: RuleDraft;
  onChange: (next: Pick<RuleDraft, "values" | "typed">) => void;
}
/** What the field holds and what each key, paste and choice does to it. */
function useValueEntry(props: ValuesFieldProps) {
  const { rule, onChange } = props;
  const { infoOf } = useEditor();
  const info = infoOf(rule.variable);
  /** Chosen from a list, so that a part of a name is enough to mean one. */
  const isListed = isSearched(rule) && (info?.hasNames || info?.kind === "CHOICE");
  const typedIn = (text: string) => valuesTyped(info?.mayHoldComma ?? false, text);
  const [isOpen, setOpen] = useState(false);
  /** Entered before it was known what it may mean. */
  const [isWaiting, setWaiting] = useState(false);
  const returns = useReturns(info?.list != null);
  const { options, note, settled } = useValueOptions(props, isOpen || isWaiting, returns);
  useValueNames(props);
  const add = (values: readonly string[]) => {
    setWaiting(false);
    onChange({ values: [...new Set([...rule.values, ...values])], typed: "" });
  };
  const remove = (value: string) =>
    onChange({ values: rule.values.filter((each) => each !== value), typed: rule.typed });
  /** A whole name, or one that nothing else fits, means the thing that has it. */
  const enter = () => {
    if (isListed && !settled) return setWaiting(true);
    const one = isListed
      ? meant(
          options.map(({ value, label }) => ({
            id: value,
            name: label ?? value,
            code: value.toLowerCase(),
          })),
          rule.typed,
        )
      : null;
    add(one ? [one.id] : typedIn(rule.typed));
  };
  const entering = useEffectEvent(enter);
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- an answer from outside
    if (isWaiting && settled) entering();
  }, [isWaiting, settled]);
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.key !== "Backspace") return;
    if (rule.typed !== "" || rule.values.length === 0) return;
    event.preventDefault();
    remove(rule.values.at(-1) ?? "");
  };
  const type = (text: string) => {
    setWaiting(false);
    const parts = text.split(",");
    if (info?.mayHoldComma || parts.length === 1) onChange({ values: rule.values, typed: text });
    else
      onChange({
        values: [...new Set([...rule.values, ...typedIn(parts.slice(0, -1).join(","))])],
        typed: (parts.at(-1) ?? "").trimStart(),
      });
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const lines = event.clipboardData.getData("text").split(/\r?\n/).filter(Boolean);
    if (lines.length < 2) return;
    event.preventDefault();
    add(lines.flatMap((line) => typedIn(line)));
  };
  const input: ComponentProps<"input"> = {
    type: "text",
    value: rule.typed,
    onChange: (changed) => type(changed.target.value),
    onKeyDown: press,
    onPaste: paste,
    onBlur: () => (rule.typed.trim() === "" ? undefined : enter()),
  };
  return { isListed, returns, options, note, setOpen, add, remove, enter, input };
}

/**
 * Values as chips: several mean "or", and a comma is a part of its value. What is typed counts
 * without being entered.
 */
export function ValuesField(props: ValuesFieldProps): ReactNode {
  const { name, event, rule } = props;
  const t = useTranslations("terms");
  const info = useEditor().infoOf(rule.variable);
  const entry = useValueEntry(props);
  const ofBounds = rule.operator === "BETWEEN" ? t("ruleBetweenHint") : null;
  const hint =
    info?.list && rule.values.length === 0 ? (
      <ListHint
        key={rule.variable}
        event={event}
        variable={rule.variable}
        kind={info.list}
        returns={entry.returns}
      />
    ) : (
      ofBounds
    );
  return (
    <FieldFrame name={name} label={t("ruleValues")} hint={hint}>
      {(control) => (
        <ListField
          label={t("valuesFound")}
          text={rule.typed}
          options={entry.options}
          keyOf={({ value }) => value}
          note={entry.note}
          // A comma has entered what stood before it.
          takesFirst={(typed) => entry.isListed && !/^\s*$|,\s*$/.test(typed)}
          onOpen={entry.setOpen}
          onTake={({ value }) => entry.add([value])}
          onEnter={rule.typed.trim() === "" ? undefined : entry.enter}
          renderField={(combobox) => (
            <ValueBox
              rule={rule}
              onRemove={entry.remove}
              input={combobox({
                ...control,
                ...entry.input,
                placeholder: rule.values.length === 0 ? (info?.hint ?? t("valuesPlaceholder")) : "",
              })}
            />
          )}
        >
          {(option) => <OptionRow option={option} event={event} />}
        </ListField>
      )}
    </FieldFrame>
  );
}

/** The chips, and after them what is typed. */
function ValueBox({
  rule,
  onRemove,
  input,
}: {
  rule: RuleDraft;
  onRemove: (value: string) => void;
  input: ComponentProps<"input">;
}): ReactNode {
  const { labelOf } = useEditor();
  return (
    <div
      className={clsx(
        "flex min-h-9 flex-wrap items-center gap-1 rounded-control border bg-surface p-1",
        "md:min-h-8 focus-within:outline-2 focus-within:outline-offset-2",
        "focus-within:outline-focus",
        input["aria-invalid"] ? "border-danger" : "border-border-strong",
      )}
    >
      {rule.values.map((value) => (
        <Chip key={value} text={labelOf(rule.variable, value)} onRemove={() => onRemove(value)} />
      ))}
      <input
        {...input}
        className={clsx(
          "h-6 min-w-12 flex-1 bg-transparent px-2 text-body text-fg outline-none",
          "placeholder:text-subtle pointer-coarse:min-h-9",
        )}
      />
    </div>
  );
}

function OptionRow({
  option: { value, label, clicks },
  event,
}: {
  option: ValueOption;
  event: EventTypeKind;
}): ReactNode {
  const t = useTranslations("terms");
  return (
    <>
      <span className="min-w-0 flex-1 break-words">
        {label ?? value}{" "}
        {label === null || value.length > 12 ? null : (
          <span className="text-caption text-subtle">{value}</span>
        )}
      </span>
      {event === "CLICK" ? (
        <span className="tabular shrink-0 text-caption text-subtle">
          {t("valueClicks", { count: clicks })}
        </span>
      ) : null}
    </>
  );
}

function Chip({ text, onRemove }: { text: string; onRemove: () => void }): ReactNode {
  const t = useTranslations("terms");
  return (
    <span
      className={clsx(
        "inline-flex max-w-full min-w-0 items-center rounded-badge bg-info-ground ps-2 text-table",
        "text-info",
      )}
    >
      <span className="truncate">{text}</span>
      <button
        type="button"
        aria-label={t("removeValue", { value: text })}
        onClick={onRemove}
        className={clsx(
          "inline-flex size-6 shrink-0 items-center justify-center rounded-badge",
          "hover:bg-neutral-ground pointer-coarse:size-9",
        )}
      >
        <X aria-hidden size={12} />
      </button>
    </span>
  );
}
