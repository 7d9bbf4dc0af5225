"use client";
import { useState, type ReactNode } from "react";
import { ListFilter, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Outcome, ReasonCode } from "../../gql/graphql.ts";
import { textOf } from "../../lib/form-values.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form, InputField, type Option } from "../../ui/form.tsx";
import type { ViewHandle } from "./use-view.ts";
import { countFilters, devices, filterKeys, outcomes, viewParsers, type FilterKey } from "./view-state.ts";

export interface FilterChoices {
  partners: readonly Option[];
  reasons: readonly Option[];
}
interface FiltersProps {
  handle: ViewHandle;
  choices: FilterChoices;
  /** A partner sees only itself. */
  withPartners: boolean;
}
const noFilters = { partner: null, link: null, country: null, device: null, decision: null, reason: null };

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
        const name = t("chip", { field: t(key), values: values.map((value) => words(key, value)).join(", ") });
        return (
          <span key={key} className="inline-flex h-8 max-w-full items-center rounded-control bg-info-ground ps-2 text-table text-link">
            <span className="truncate">{name}</span>
            <button
              type="button"
              aria-label={t("remove", { name })}
              onClick={() => setView({ [key]: null, bucket: null })}
              className="inline-flex size-8 shrink-0 items-center justify-center rounded-control hover:bg-neutral-ground pointer-coarse:size-11"
            >
              <X aria-hidden size={14} />
            </button>
          </span>
        );
      })}
      {countFilters(view) > 1 ? (
        <Button tone="quiet" onClick={() => setView(noFilters)}>
          {t("clear")}
        </Button>
      ) : null}
      {view.country || view.device ? <span className="text-caption text-muted">{t("salesLeftOut")}</span> : null}
      <Dialog open={open} onClose={() => setOpen(false)} title={t("title")}>
        <FilterForm handle={handle} choices={choices} withPartners={withPartners} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

/** What a filter's value is called. */
export function useFilterWords({ partners, reasons }: FilterChoices): (key: FilterKey, value: string) => string {
  const t = useTranslations("reporting");
  return (key, value) => {
    if (key === "partner") return partners.find((option) => option.value === value)?.label ?? value.slice(0, 8);
    if (key === "reason") return reasons.find((option) => option.value === value)?.label ?? value;
    if (key === "decision") return t(`decisions.${value as Outcome}`);
    if (key === "device") return t(`devices.${value as (typeof devices)[number]}`);
    return key === "link" ? value.slice(0, 8) : value;
  };
}

function FilterForm({ handle, choices, withPartners, onDone }: FiltersProps & { onDone: () => void }): ReactNode {
  const t = useTranslations("reporting");
  const { view, setView } = handle;
  const [wrongCountry, setWrongCountry] = useState(false);
  const apply = (values: FormData) => {
    const chosen = <T extends string>(name: string) => {
      const all = values.getAll(name).filter((value): value is T => typeof value === "string");
      return all.length > 0 ? all : null;
    };
    const text = textOf(values, "country").trim();
    const country =
      text === ""
        ? null
        : viewParsers.country.parse(
            text
              .split(/[\s,]+/)
              .filter(Boolean)
              .map((code) => (code.toLowerCase() === "n/a" ? "n/a" : code.toUpperCase()))
              .join(","),
          );
    setWrongCountry(text !== "" && country === null);
    if (text !== "" && country === null) return;
    setView({ partner: chosen("partner"), decision: chosen<Outcome>("decision"), reason: chosen<ReasonCode>("reason"), device: chosen("device"), country, bucket: null });
    onDone();
  };
  return (
    <Form refusal={null} onSend={apply}>
      {withPartners ? <Choices name="partner" legend={t("filters.partner")} options={choices.partners} chosen={view.partner} /> : null}
      <Choices name="decision" legend={t("filters.decision")} options={outcomes.map((value) => ({ value, label: t(`decisions.${value}`) }))} chosen={view.decision} />
      <Choices name="reason" legend={t("filters.reason")} options={choices.reasons} chosen={view.reason} />
      <Choices name="device" legend={t("filters.device")} options={devices.map((value) => ({ value, label: t(`devices.${value}`) }))} chosen={view.device} />
      <InputField
        name="country"
        label={t("filters.country")}
        hint={t("filters.countryHint")}
        defaultValue={view.country?.join(", ") ?? ""}
        error={wrongCountry ? t("filters.badCountry") : null}
      />
      <Button type="submit" tone="primary">
        {t("filters.apply")}
      </Button>
    </Form>
  );
}

function Choices({ name, legend, options, chosen }: { name: string; legend: string; options: readonly Option[]; chosen: readonly string[] | null }): ReactNode {
  if (options.length === 0) return null;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">{legend}</legend>
      <div className="flex max-h-44 flex-col gap-1 overflow-y-auto rounded-control border border-border p-2">
        {options.map(({ value, label }) => (
          <label key={value} htmlFor={`${name}-${value}`} className="flex min-h-6 items-start gap-2 pointer-coarse:min-h-11">
            <input id={`${name}-${value}`} type="checkbox" name={name} value={value} defaultChecked={chosen?.includes(value)} className="mt-0.5 size-4 shrink-0 accent-primary" />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
