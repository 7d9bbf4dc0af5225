"use client";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { clsx } from "clsx";
import { ListFilter, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ClickDimension, Outcome } from "../../gql/graphql.ts";
import { isId } from "../../lib/ids.ts";
import { Button } from "../../ui/button.tsx";
import type { Option } from "../../ui/form.tsx";
import type { ViewHandle } from "./use-view.ts";
import {
  countFilters,
  filterKeys,
  withoutFilters,
  type FilterKey,
  type ViewState,
} from "./view-state.ts";
import { dimensionWords, dimensionOf } from "./dimensions.ts";
import { useValueWords } from "./breakdown/value-words.ts";

/** Whether a filter is one that sales do not carry. */
export const leavesSalesOut = (view: ViewState): boolean =>
  dimensionWords.some((word) => view[word] && dimensionOf(word).clicksOnly);

export interface FilterChoices {
  partners: readonly Option[];
  reasons: readonly Option[];
  /** What the server calls the values of the filters that are set. */
  named: readonly { dimension: ClickDimension; value: string; label: string }[];
}
export interface FiltersProps {
  handle: ViewHandle;
  choices: FilterChoices;
  /** A partner sees only itself. */
  withPartners: boolean;
}
/** Comes with the first press: the page is read more often than it is filtered. */
const FilterDialog = lazy(() =>
  import("./filter-dialog.tsx").then(({ FilterDialog: dialog }) => ({ default: dialog })),
);

/** The filter button with a chip for each filter that is set. */
export function Filters({ handle, choices, withPartners }: FiltersProps): ReactNode {
  const t = useTranslations("reporting.filters");
  const words = useFilterWords(choices);
  const { view, setView } = handle;
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <ListFilter aria-hidden size={16} className="text-muted" />
        {t("add")}
      </Button>
      {filterKeys.map((key) => {
        const values = view[key];
        if (!values) return null;
        const name = t("chip", {
          field: t(key),
          values: values.map((value) => words(key, value)).join(", "),
        });
        return (
          <Chip key={key} name={name} onRemove={() => setView({ [key]: null, bucket: null })} />
        );
      })}
      {countFilters(view) > 1 ? (
        <Button tone="quiet" onClick={() => setView(withoutFilters)}>
          {t("clear")}
        </Button>
      ) : null}
      {leavesSalesOut(view) ? (
        <span className="text-caption text-muted">{t("salesLeftOut")}</span>
      ) : null}
      {open ? (
        <Suspense fallback={null}>
          <FilterDialog
            handle={handle}
            choices={choices}
            withPartners={withPartners}
            onDone={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </>
  );
}

function Chip({ name, onRemove }: { name: string; onRemove: () => void }): ReactNode {
  const t = useTranslations("reporting.filters");
  return (
    <span
      className={clsx(
        "inline-flex h-8 max-w-full items-center rounded-control bg-info-ground ps-2 text-table",
        "text-link",
      )}
    >
      <span className="truncate">{name}</span>
      <button
        type="button"
        aria-label={t("remove", { name })}
        onClick={onRemove}
        className={clsx(
          "inline-flex size-8 shrink-0 items-center justify-center rounded-control",
          "hover:bg-neutral-ground pointer-coarse:size-11",
        )}
      >
        <X aria-hidden size={14} />
      </button>
    </span>
  );
}

/** What a filter's value is called. */
export function useFilterWords({
  partners,
  reasons,
  named,
}: FilterChoices): (key: FilterKey, value: string) => string {
  const t = useTranslations("reporting");
  const words = useValueWords();
  const choices: Partial<Record<FilterKey, readonly Option[]>> = {
    partner: partners,
    reason: reasons,
  };
  return (key, value) => {
    if (key === "decision") return t(`decisions.${value as Outcome}`);
    const known = choices[key]?.find((option) => option.value === value)?.label;
    const { name } = dimensionOf(key);
    const told = named.find((each) => each.value === value && each.dimension === name)?.label;
    return known ?? told ?? words(key, value, isId(value) ? value.slice(0, 8) : value);
  };
}
