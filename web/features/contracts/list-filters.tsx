"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { Button, buttonClass } from "../../ui/button.tsx";
import { Select } from "../../ui/form.tsx";
import type { Choices, Typed } from "../partners/choice-types.ts";
import { PartnerFilter, TypedPartners } from "../partners/partner-select.tsx";
import { stateChoices, type StateChoice } from "./state-choices.ts";

export interface ListFilter {
  state: StateChoice;
  who: string | null;
  on: string | null;
}
export interface FilterChoices {
  /** Null where they could not be read. */
  partners: Choices | null;
  typed: Typed | null;
  terms: readonly { id: string; name: string }[];
}
interface ListFiltersProps {
  filter: ListFilter;
  /** The partner as the address has it: an id, or words. */
  asked: string | null;
  onChange: (next: Partial<ListFilter>) => void;
  choices: FilterChoices;
}
/** State, partner and terms; a form of the page itself, so that it works without scripts too. */
export function ListFilters({ filter, asked, onChange, choices }: ListFiltersProps): ReactNode {
  const t = useTranslations("contracts");
  const active = filter.state !== "all" || filter.who !== null || filter.on !== null;
  return (
    <>
      <form method="get" className="mb-3 flex flex-wrap items-center gap-2">
        <Select
          name="state"
          aria-label={t("state")}
          value={filter.state}
          onChange={(event) => onChange({ state: event.target.value as StateChoice })}
          className="sm:w-40"
        >
          {stateChoices.map((each) => (
            <option key={each} value={each}>
              {t(`choices.${each}`)}
            </option>
          ))}
        </Select>
        {choices.partners ? (
          <PartnerFilter
            name="who"
            choices={choices.partners}
            value={filter.who}
            onChange={(who) => onChange({ who })}
          />
        ) : null}
        <Select
          name="on"
          aria-label={t("everyTerms")}
          value={filter.on ?? ""}
          onChange={(event) => onChange({ on: event.target.value || null })}
          className="sm:w-48"
        >
          <option value="">{t("everyTerms")}</option>
          {choices.terms.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <noscript>
          <button type="submit" className={buttonClass()}>
            {t("filter")}
          </button>
        </noscript>
        {active ? (
          <Button onClick={() => onChange({ state: "all", who: null, on: null })}>
            {t("showAll")}
          </Button>
        ) : null}
      </form>
      <TypedPartners typed={choices.typed} now={asked} />
    </>
  );
}
