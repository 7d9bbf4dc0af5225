"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ContractFilterChoicesQuery } from "../../gql/graphql.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { Select } from "../../ui/form.tsx";
import { stateChoices, type StateChoice } from "./state-choices.ts";

export interface ListFilter {
  state: StateChoice;
  who: string | null;
  on: string | null;
}
interface ListFiltersProps {
  filter: ListFilter;
  onChange: (next: Partial<ListFilter>) => void;
  choices: ContractFilterChoicesQuery;
}
/** State, partner and terms; a form of the page itself, so that it works without scripts too. */
export function ListFilters({ filter, onChange, choices }: ListFiltersProps): ReactNode {
  const t = useTranslations("contracts");
  const active = filter.state !== "all" || filter.who !== null || filter.on !== null;
  const pick = (label: string, name: "who" | "on", options: readonly { id: string; name: string }[]) => (
    <Select name={name} aria-label={label} value={filter[name] ?? ""} onChange={(event) => onChange({ [name]: event.target.value || null })} className="sm:w-48">
      <option value="">{label}</option>
      {options.map(({ id, name: text }) => (
        <option key={id} value={id}>
          {text}
        </option>
      ))}
    </Select>
  );
  return (
    <form method="get" className="mb-3 flex flex-wrap items-center gap-2">
      <Select name="state" aria-label={t("state")} value={filter.state} onChange={(event) => onChange({ state: event.target.value as StateChoice })} className="sm:w-40">
        {stateChoices.map((each) => (
          <option key={each} value={each}>
            {t(`choices.${each}`)}
          </option>
        ))}
      </Select>
      {pick(t("everyPartner"), "who", choices.partners.nodes)}
      {pick(t("everyTerms"), "on", choices.termsList.nodes)}
      <noscript>
        <button type="submit" className={buttonClass()}>
          {t("filter")}
        </button>
      </noscript>
      {active ? <Button onClick={() => onChange({ state: "all", who: null, on: null })}>{t("showAll")}</Button> : null}
    </form>
  );
}
