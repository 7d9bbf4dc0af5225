"use client";
import {
  useEffect,
  useEffectEvent,
  useState,
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import { clsx } from "clsx";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { EventTypeKind } from "../../../gql/graphql.ts";
import { formatCount } from "../../../lib/format.ts";
import { useLoaded } from "../../../lib/use-loaded.ts";
import { useRested } from "../../../lib/use-rested.ts";
import { meant } from "../../../ui/choice.ts";
import { FieldFrame } from "../../../ui/form.tsx";
import { ListField } from "../../../ui/list-field.tsx";
import type { RuleDraft } from "../editor/draft.ts";
import { useEditor } from "../editor/editor-context.tsx";
import { ListHint, useReturns } from "./list-hint.tsx";
import { graphql } from "../../../gql/index.ts";
import { valuesTyped } from "./values.ts";

const RuleValues = graphql(/* GraphQL */ `
  query RuleValues(
    $programId: ID!
    $event: EventTypeKind!
    $variable: RuleVariable!
    $name: Line
    $search: Line!
  ) {
    ruleValues(
      programId: $programId
      event: $event
      variable: $variable
      name: $name
      search: $search
    ) {
      values {
        value
        label
        clicks
      }
      lookedAt
      isComplete
    }
  }
`);

interface ValuesFieldProps {
  name: string;
  event: EventTypeKind;
  rule: RuleDraft;
  onChange: (next: Pick<RuleDraft, "values" | "typed">) => void;
}
interface Option {
  value: string;
  label: string | null;
  clicks: number;
}

/** Numbers and pieces of text are typed; whole values are looked for. */
const isSearched = ({ operator }: RuleDraft): boolean =>
  operator === "IS" || operator === "IS_NOT" || operator === "IN" || operator === "NOT_IN";

/** Values that fit what is typed, with the clicks of the last 30 days. */
function useOptions(
  { event, rule }: ValuesFieldProps,
  isOpen: boolean,
  news: number,
): { options: readonly Option[]; note: string | null; settled: boolean } {
  const t = useTranslations("terms");
  const { programId, learn, infoOf } = useEditor();
  const info = infoOf(rule.variable);
  const search = useRested(rule.typed.trim());
  const active =
    programId !== null &&
    isOpen &&
    isSearched(rule) &&
    (!info?.needsName || rule.name.trim() !== "");
  const variables = {
    programId: programId ?? "",
    event,
    variable: rule.variable,
    name: info?.needsName ? rule.name.trim() : null,
    search,
  };
  const { data } = useLoaded(RuleValues, variables, null, { active, news });
  // With another answer it is this search that was answered: older answers are dropped on their
  // way.
  const [answer, setAnswer] = useState({ data, search: "" });
  if (answer.data !== data) setAnswer({ data, search });
  const settled =
    !active ||
    (answer.data === data &&
      data !== null &&
      answer.search === search &&
      search === rule.typed.trim());
  const found = active ? (data?.ruleValues ?? null) : null;
  useEffect(() => {
    if (found) learn(rule.variable, found.values);
  }, [found, learn, rule.variable]);
  const typed = rule.typed.trim().toLowerCase();
  // What came for an earlier text may not fit any more.
  const options = (found?.values ?? []).filter(
    ({ value, label }) =>
      !rule.values.includes(value) &&
      (value.toLowerCase().includes(typed) || (label?.toLowerCase().includes(typed) ?? false)),
  );
  if (!found) return { options, note: null, settled };
  if (info?.list)
    return {
      options,
      note: options.length === 0 && typed !== "" ? t("listNotFound") : null,
      settled,
    };
  if (event !== "CLICK")
    return {
      options,
      note: options.length === 0 && typed === "" ? t("valuesNoSales") : null,
      settled,
    };
  const note = found.isComplete
    ? t("valuesOf30Days")
    : t("valuesOfNewest", { count: formatCount(found.lookedAt) });
  const noteOfNone = typed === "" ? t("valuesNone") : t("valuesAsTyped");
  return {
    options,
    note: options.length > 0 ? note : noteOfNone,
    settled,
  };
}

/**
 * What ids are called, also of those that were there before anything was searched: one after the
 * other.
 */
function useNames({ event, rule }: ValuesFieldProps): void {
  const { programId, labelOf, learn, infoOf } = useEditor();
  const nameless =
    infoOf(rule.variable)?.hasNames && isSearched(rule)
      ? rule.values.find((value) => labelOf(rule.variable, value) === value)
      : undefined;
  const active = programId !== null && nameless !== undefined;
  const { data } = useLoaded(
    RuleValues,
    {
      programId: programId ?? "",
      event,
      variable: rule.variable,
      name: null,
      search: nameless ?? "",
    },
    null,
    { active },
  );
  const found = data?.ruleValues?.values;
  useEffect(() => {
    if (found) learn(rule.variable, found);
  }, [found, learn, rule.variable]);
}

/**
 * Values as chips: several mean "or", and a comma is a part of its value. What is typed counts
 * without being entered.
 */
export function ValuesField(props: ValuesFieldProps): ReactNode {
  const { name, event, rule, onChange } = props;
  const t = useTranslations("terms");
  const { labelOf, infoOf } = useEditor();
  const info = infoOf(rule.variable);
  /** Chosen from a list, so that a part of a name is enough to mean one. */
  const isListed = isSearched(rule) && (info?.hasNames || info?.kind === "CHOICE");
  const typedIn = (text: string) => valuesTyped(info?.mayHoldComma ?? false, text);
  const [isOpen, setOpen] = useState(false);
  /** Entered before it was known what it may mean. */
  const [isWaiting, setWaiting] = useState(false);
  const returns = useReturns(info?.list != null);
  const { options, note, settled } = useOptions(props, isOpen || isWaiting, returns);
  useNames(props);
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
  const ofBounds = rule.operator === "BETWEEN" ? t("ruleBetweenHint") : null;
  const hint =
    info?.list && rule.values.length === 0 ? (
      <ListHint
        key={rule.variable}
        event={event}
        variable={rule.variable}
        kind={info.list}
        returns={returns}
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
          options={options}
          keyOf={({ value }) => value}
          note={note}
          // A comma has entered what stood before it.
          takesFirst={(typed) => isListed && !/^\s*$|,\s*$/.test(typed)}
          onOpen={setOpen}
          onTake={({ value }) => add([value])}
          onEnter={rule.typed.trim() === "" ? undefined : enter}
          renderField={(combobox) => (
            <div
              className={clsx(
                "flex min-h-9 flex-wrap items-center gap-1 rounded-control border bg-surface p-1",
                "md:min-h-8 focus-within:outline-2 focus-within:outline-offset-2",
                "focus-within:outline-focus",
                control["aria-invalid"] ? "border-danger" : "border-border-strong",
              )}
            >
              {rule.values.map((value) => (
                <Chip
                  key={value}
                  text={labelOf(rule.variable, value)}
                  onRemove={() => remove(value)}
                />
              ))}
              <input
                {...combobox({
                  ...control,
                  type: "text",
                  value: rule.typed,
                  placeholder:
                    rule.values.length === 0 ? (info?.hint ?? t("valuesPlaceholder")) : "",
                  onChange: (changed) => type(changed.target.value),
                  onKeyDown: press,
                  onPaste: paste,
                  onBlur: () => (rule.typed.trim() === "" ? undefined : enter()),
                  className: clsx(
                    "h-6 min-w-12 flex-1 bg-transparent px-2 text-body text-fg outline-none",
                    "placeholder:text-subtle pointer-coarse:min-h-9",
                  ),
                })}
              />
            </div>
          )}
        >
          {(option) => <ValueOption option={option} event={event} />}
        </ListField>
      )}
    </FieldFrame>
  );
}

function ValueOption({
  option: { value, label, clicks },
  event,
}: {
  option: Option;
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
