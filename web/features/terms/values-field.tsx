"use client";
import {
  useEffect,
  useEffectEvent,
  useId,
  useState,
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import { clsx } from "clsx";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { EventTypeKind, RuleVariable } from "../../gql/graphql.ts";
import { formatCount } from "../../lib/format.ts";
import { useHydrated } from "../../lib/use-hydrated.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { useRested } from "../../lib/use-rested.ts";
import { effectOf, meant, type ListState } from "../../ui/combobox-keys.ts";
import { FieldFrame } from "../../ui/form.tsx";
import { OptionList } from "../../ui/option-list.tsx";
import type { RuleDraft } from "./draft.ts";
import { useEditor } from "./editor-context.tsx";
import { isListVariable, ListHint, useReturns } from "./list-hint.tsx";
import { RuleValues } from "./rule-documents.ts";
import { isListed, mayHoldComma, valuesTyped } from "./values.ts";

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
const shut: ListState = { open: false, active: -1 };

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
  const { programId, learn } = useEditor();
  const search = useRested(rule.typed.trim());
  const active =
    programId !== null &&
    isOpen &&
    isSearched(rule) &&
    (rule.variable !== "PARAM" || rule.name.trim() !== "");
  const variables = {
    programId: programId ?? "",
    event,
    variable: rule.variable,
    name: rule.variable === "PARAM" ? rule.name.trim() : null,
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
  if (isListVariable(rule.variable))
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
  return {
    options,
    note: options.length > 0 ? note : typed === "" ? t("valuesNone") : t("valuesAsTyped"),
    settled,
  };
}

const hasNames: readonly RuleVariable[] = [
  "COUNTRY",
  "AD",
  "AD_PROGRAM",
  "LINK",
  "PARTNER_GROUP",
  "MEDIA_PROPERTY",
  "ITEM_SKU_LIST",
  "ITEM_CATEGORY_LIST",
  "PROMO_CODE_LIST",
];
/**
 * What ids are called, also of those that were there before anything was searched: one after the
 * other.
 */
function useNames({ event, rule }: ValuesFieldProps): void {
  const { programId, labelOf, learn } = useEditor();
  const nameless =
    hasNames.includes(rule.variable) && isSearched(rule)
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
  const { labelOf } = useEditor();
  const hydrated = useHydrated();
  const listId = useId();
  const [list, setList] = useState(shut);
  /** Entered before it was known what it may mean. */
  const [isWaiting, setWaiting] = useState(false);
  const returns = useReturns(isListVariable(rule.variable));
  const { options, note, settled } = useOptions(props, list.open || isWaiting, returns);
  useNames(props);
  const open = list.open && options.length > 0;
  const active = Math.min(
    list.active === -1 && rule.typed.trim() !== "" && isListed(rule.variable) && isSearched(rule)
      ? 0
      : list.active,
    options.length - 1,
  );
  const add = (values: readonly string[]) => {
    setWaiting(false);
    setList(shut);
    onChange({ values: [...new Set([...rule.values, ...values])], typed: "" });
  };
  const remove = (value: string) =>
    onChange({ values: rule.values.filter((each) => each !== value), typed: rule.typed });
  /** A whole name, or one that nothing else fits, means the thing that has it. */
  const enter = () => {
    if (isListed(rule.variable) && isSearched(rule) && !settled) return setWaiting(true);
    const one =
      isListed(rule.variable) && isSearched(rule)
        ? meant(
            options.map(({ value, label }) => ({
              id: value,
              name: label ?? value,
              code: value.toLowerCase(),
            })),
            rule.typed,
          )
        : null;
    add(one ? [one.id] : valuesTyped(rule.variable, rule.typed));
  };
  const entering = useEffectEvent(enter);
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- the answer that was waited for has come from outside
    if (isWaiting && settled) entering();
  }, [isWaiting, settled]);
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Backspace" && rule.typed === "" && rule.values.length > 0)
      return remove(rule.values.at(-1) ?? "");
    const effect = effectOf(event.key, event.altKey, { open: list.open, active }, options.length);
    if (effect?.kind === "take") add([options[effect.index]?.value ?? ""]);
    else if (event.key === "Enter" && rule.typed.trim() !== "") enter();
    else if (effect?.kind === "list" && isSearched(rule)) setList(effect.state);
    else return;
    event.preventDefault();
  };
  const type = (text: string) => {
    setWaiting(false);
    setList({ open: true, active: -1 });
    const parts = text.split(",");
    if (mayHoldComma(rule.variable) || parts.length === 1)
      onChange({ values: rule.values, typed: text });
    else
      onChange({
        values: [
          ...new Set([...rule.values, ...valuesTyped(rule.variable, parts.slice(0, -1).join(","))]),
        ],
        typed: (parts.at(-1) ?? "").trimStart(),
      });
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const lines = event.clipboardData.getData("text").split(/\r?\n/).filter(Boolean);
    if (lines.length < 2) return;
    event.preventDefault();
    add(lines.flatMap((line) => valuesTyped(rule.variable, line)));
  };
  const hint =
    rule.operator === "BETWEEN" ? (
      t("ruleBetweenHint")
    ) : isListVariable(rule.variable) && rule.values.length === 0 ? (
      <ListHint key={rule.variable} event={event} variable={rule.variable} returns={returns} />
    ) : null;
  return (
    <FieldFrame name={name} label={t("ruleValues")} hint={hint}>
      {(control) => (
        <div className="relative min-w-0">
          <div
            className={clsx(
              "flex min-h-9 flex-wrap",
              "items-center gap-1",
              "rounded-control border bg-surface",
              "p-1 md:min-h-8",
              "focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus",
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
              {...control}
              type="text"
              autoComplete="off"
              spellCheck={false}
              value={rule.typed}
              placeholder={rule.values.length === 0 ? t("valuesPlaceholder") : ""}
              onChange={(event) => type(event.target.value)}
              onClick={() => setList({ ...list, open: true })}
              onKeyDown={press}
              onPaste={paste}
              onBlur={() => {
                setList(shut);
                if (rule.typed.trim() !== "") enter();
              }}
              {...(hydrated
                ? {
                    role: "combobox",
                    "aria-autocomplete": "list" as const,
                    "aria-expanded": open,
                    "aria-controls": open ? listId : undefined,
                    "aria-activedescendant":
                      open && active >= 0 ? `${listId}-${active}` : undefined,
                  }
                : {})}
              className={clsx(
                "h-6 min-w-12 flex-1 bg-transparent px-2",
                "text-body text-fg outline-none",
                "placeholder:text-subtle",
                "pointer-coarse:min-h-9",
              )}
            />
          </div>
          {list.open && (open || note) ? (
            <div
              className={clsx(
                "absolute inset-x-0 top-full z-20 mt-1",
                "overflow-hidden rounded-card border",
                "border-border bg-surface",
                "shadow-float sm:min-w-72",
              )}
            >
              {open ? (
                <OptionList
                  id={listId}
                  label={t("valuesFound")}
                  options={options}
                  active={active}
                  keyOf={({ value }) => value}
                  onTake={({ value }) => add([value])}
                >
                  {({ value, label, clicks }) => (
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
                  )}
                </OptionList>
              ) : null}
              {note ? (
                <p
                  className={clsx(
                    "px-3 py-2 text-caption text-muted",
                    open && "border-t border-border",
                  )}
                >
                  {note}
                </p>
              ) : null}
            </div>
          ) : null}
        </div>
      )}
    </FieldFrame>
  );
}

function Chip({ text, onRemove }: { text: string; onRemove: () => void }): ReactNode {
  const t = useTranslations("terms");
  return (
    <span
      className={clsx(
        "inline-flex max-w-full min-w-0",
        "items-center",
        "rounded-badge bg-info-ground ps-2",
        "text-table text-info",
      )}
    >
      <span className="truncate">{text}</span>
      <button
        type="button"
        aria-label={t("removeValue", { value: text })}
        onClick={onRemove}
        className={clsx(
          "inline-flex size-6 shrink-0",
          "items-center",
          "justify-center rounded-badge",
          "hover:bg-neutral-ground",
          "pointer-coarse:size-9",
        )}
      >
        <X aria-hidden size={12} />
      </button>
    </span>
  );
}
