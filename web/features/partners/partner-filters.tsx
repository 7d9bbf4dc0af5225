"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import type { ProgramPartnersQuery } from "../../gql/graphql.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { controlClass, Select } from "../../ui/form.tsx";
import {
  partnerRanges,
  standings,
  traffics,
  verifications,
  type PartnerListState,
} from "./partner-list-state.ts";

interface PartnerFiltersProps {
  state: PartnerListState;
  /** How many of each there are; null until they are read. */
  counts: ProgramPartnersQuery["programPartners"];
  text: string;
  onText: (text: string) => void;
  onChange: (changes: Partial<PartnerListState>) => void;
}
/** What is shown: a form of the page itself, so that it works without scripts too. */
export function PartnerFilters({
  state,
  counts,
  text,
  onText,
  onChange,
}: PartnerFiltersProps): ReactNode {
  const t = useTranslations("partners");
  const verify = useTranslations("verify");
  const of = (count: number | undefined) => (count === undefined ? "" : ` (${count})`);
  const isFiltered = state.standing ?? state.verified ?? state.traffic;
  return (
    <search>
      <form
        method="get"
        className="mb-3 grid grid-cols-2 items-center gap-2 sm:flex sm:flex-wrap"
        onSubmit={(event) => event.preventDefault()}
      >
        <input
          type="search"
          name="search"
          aria-label={t("search")}
          placeholder={t("search")}
          value={text}
          onChange={(event) => onText(event.target.value)}
          maxLength={200}
          autoComplete="off"
          className={clsx(controlClass, "col-span-2 sm:w-56")}
        />
        <Choice
          name="last"
          label={t("range")}
          value={state.last}
          options={partnerRanges.map((value) => [value, t(`ranges.${value}`)])}
          onChange={(last) => onChange({ last: last ?? "7d" })}
        />
        <Choice
          name="standing"
          label={t("standing")}
          every={t("everyStanding")}
          value={state.standing}
          options={standings.map((value) => [
            value,
            t(`standings.${value}`) +
              of(counts?.standings.find(({ standing }) => standing === value)?.partners),
          ])}
          onChange={(standing) => onChange({ standing })}
        />
        <Choice
          name="verified"
          label={t("verified")}
          every={t("everyVerification")}
          value={state.verified}
          options={verifications.map((value) => [
            value,
            verify(`results.${value}`) +
              of(
                counts?.verifications.find(({ verification }) => verification === value)?.partners,
              ),
          ])}
          onChange={(verified) => onChange({ verified })}
        />
        <Choice
          name="traffic"
          label={t("traffic")}
          every={t("everyTraffic")}
          value={state.traffic}
          options={traffics.map((value) => [value, t(`traffics.${value}`)])}
          onChange={(traffic) => onChange({ traffic })}
        />
        {isFiltered ? (
          <Button onClick={() => onChange({ standing: null, verified: null, traffic: null })}>
            {t("clear")}
          </Button>
        ) : null}
        <input type="hidden" name="sort" value={state.sort} />
        <input type="hidden" name="down" value={String(state.down)} />
        <noscript>
          <button type="submit" className={buttonClass()}>
            {t("doSearch")}
          </button>
        </noscript>
      </form>
    </search>
  );
}

interface ChoiceProps<T extends string> {
  name: string;
  label: string;
  /** The choice of none of them. */
  every?: string;
  value: T | null;
  options: readonly (readonly [value: T, text: string])[];
  onChange: (value: T | null) => void;
}
const Choice = <T extends string>({
  name,
  label,
  every,
  value,
  options,
  onChange,
}: ChoiceProps<T>): ReactNode => (
  <Select
    name={name}
    aria-label={label}
    value={value ?? ""}
    onChange={({ target }) =>
      onChange(options.find(([option]) => option === target.value)?.[0] ?? null)
    }
    className={clsx("sm:w-44", value !== null && every !== undefined && "border-primary")}
  >
    {every === undefined ? null : <option value="">{every}</option>}
    {options.map(([option, text]) => (
      <option key={option} value={option}>
        {text}
      </option>
    ))}
  </Select>
);
