"use client";
import { useState, type ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import type { Outcome, ReasonCode } from "../../gql/graphql.ts";
import { textOf } from "../../lib/form-values.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { controlClass, Form, InputField, type Option } from "../../ui/form.tsx";
import type { FiltersProps } from "./filters.tsx";
import { devices } from "./dimensions.ts";
import { outcomes, viewParsers, type ViewState } from "./view-state.ts";

/** Null: none is ticked. */
function chosenIn<T extends string>(values: FormData, name: string): T[] | null {
  const all = values.getAll(name).filter((value): value is T => typeof value === "string");
  return all.length > 0 ? all : null;
}
/** "us, n/a"; null where nothing is typed. */
function countriesIn(typed: string): string[] | null | "wrong" {
  const codes = typed
    .trim()
    .split(/[\s,]+/)
    .filter(Boolean);
  if (codes.length === 0) return null;
  const spelt = codes.map((code) => (code.toLowerCase() === "n/a" ? "n/a" : code.toUpperCase()));
  return viewParsers.country.parse(spelt.join(",")) ?? "wrong";
}

/** All filters in one form. */
export function FilterDialog({
  handle,
  choices,
  withPartners,
  onDone,
}: FiltersProps & { onDone: () => void }): ReactNode {
  const t = useTranslations("reporting");
  const { view, setView } = handle;
  const [wrongCountry, setWrongCountry] = useState(false);
  const apply = (values: FormData) => {
    const chosen = <T extends string>(name: string) => chosenIn<T>(values, name);
    const country = countriesIn(textOf(values, "country"));
    setWrongCountry(country === "wrong");
    if (country === "wrong") return;
    setView({
      partner: chosen("partner"),
      decision: chosen<Outcome>("decision"),
      reason: chosen<ReasonCode>("reason"),
      device: chosen("device"),
      country,
      bucket: null,
    });
    onDone();
  };
  return (
    <Dialog open onClose={onDone} title={t("filters.title")}>
      <Form refusal={null} onSend={apply}>
        <Lists view={view} choices={choices} withPartners={withPartners} />
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
    </Dialog>
  );
}

type ListsProps = Pick<FiltersProps, "choices" | "withPartners"> & { view: ViewState };
/** What is chosen out of lists. */
function Lists({ view, choices, withPartners }: ListsProps): ReactNode {
  const t = useTranslations("reporting");
  return (
    <>
      {withPartners ? (
        <Choices
          name="partner"
          legend={t("filters.partner")}
          options={choices.partners}
          chosen={view.partner}
        />
      ) : null}
      <Choices
        name="decision"
        legend={t("filters.decision")}
        options={outcomes.map((value) => ({ value, label: t(`decisions.${value}`) }))}
        chosen={view.decision}
      />
      <Choices
        name="reason"
        legend={t("filters.reason")}
        options={choices.reasons}
        chosen={view.reason}
      />
      <Choices
        name="device"
        legend={t("filters.device")}
        options={devices.map((value) => ({ value, label: t(`devices.${value}`) }))}
        chosen={view.device}
      />
    </>
  );
}

/** More are found by a search than are listed at once. */
const listedMax = 100;

function Choices({
  name,
  legend,
  options,
  chosen,
}: {
  name: string;
  legend: string;
  options: readonly Option[];
  chosen: readonly string[] | null;
}): ReactNode {
  const t = useTranslations("reporting.filters");
  const [ticked, setTicked] = useState<readonly string[]>(chosen ?? []);
  const [text, setText] = useState("");
  if (options.length === 0) return null;
  const isLong = options.length > listedMax;
  const wanted = text.trim().toLowerCase();
  const found = options.filter(({ label }) => label.toLowerCase().includes(wanted));
  const shown = found.slice(0, listedMax);
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">{legend}</legend>
      {isLong ? (
        <input
          type="search"
          aria-label={t("search", { field: legend })}
          placeholder={t("search", { field: legend })}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
          autoComplete="off"
          className={clsx(controlClass, "mb-1")}
        />
      ) : null}
      <Boxes name={name} options={shown} ticked={ticked} onTick={setTicked} />
      {ticked
        .filter(
          (value) =>
            options.some((option) => option.value === value) &&
            shown.every((option) => option.value !== value),
        )
        .map((value) => (
          <input key={value} type="hidden" name={name} value={value} />
        ))}
      {isLong ? (
        <output className="text-caption text-subtle">
          {t("listed", { shown: shown.length, count: found.length, ticked: ticked.length })}
        </output>
      ) : null}
    </fieldset>
  );
}

interface BoxesProps {
  name: string;
  options: readonly Option[];
  ticked: readonly string[];
  onTick: (ticked: readonly string[]) => void;
}
function Boxes({ name, options, ticked, onTick }: BoxesProps): ReactNode {
  const t = useTranslations("reporting.filters");
  return (
    <div
      className={clsx(
        "flex max-h-44 flex-col gap-1 overflow-y-auto rounded-control border border-border p-2",
      )}
    >
      {options.map(({ value, label }) => (
        <label
          key={value}
          htmlFor={`${name}-${value}`}
          className="flex min-h-6 shrink-0 items-start gap-2 pointer-coarse:min-h-11"
        >
          <input
            id={`${name}-${value}`}
            type="checkbox"
            name={name}
            value={value}
            checked={ticked.includes(value)}
            onChange={(event) =>
              onTick(
                event.target.checked ? [...ticked, value] : ticked.filter((each) => each !== value),
              )
            }
            className="mt-0.5 size-4 shrink-0 accent-primary"
          />
          {label}
        </label>
      ))}
      {options.length === 0 ? <p className="text-muted">{t("notFound")}</p> : null}
    </div>
  );
}
