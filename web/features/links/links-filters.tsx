"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { Button, buttonClass } from "../../ui/button.tsx";
import { controlClass, Select } from "../../ui/form.tsx";
import type { Choices, Typed } from "../partners/choice-types.ts";
import { PartnerFilter, TypedPartners } from "../partners/partner-select.tsx";
import {
  isFiltered,
  linkHealths,
  linkKinds,
  linkParsers,
  linkRanges,
  linkStates,
  type LinkAsked,
} from "./links-query.ts";

interface LinksFiltersProps {
  asked: LinkAsked;
  onChange: (next: Partial<LinkAsked>) => void;
  /** Null in the partner's space. */
  partners: Choices | null;
  typed: Typed | null;
}
/** A form of the page itself, so that it works without scripts too. */
export function LinksFilters({ asked, onChange, partners, typed }: LinksFiltersProps): ReactNode {
  const t = useTranslations("links");
  const search = t("search", { withPartners: String(partners !== null) });
  const one = <K extends "kind" | "state" | "health" | "range">(
    name: K,
    label: string,
    values: readonly LinkAsked[K][],
    words: (value: LinkAsked[K]) => string,
  ) => (
    <Select
      name={name}
      aria-label={label}
      value={asked[name]}
      onChange={(event) => onChange({ [name]: event.target.value })}
      className="max-sm:w-[calc(50%-4px)] sm:w-auto"
    >
      {values.map((value) => (
        <option key={value} value={value}>
          {words(value)}
        </option>
      ))}
    </Select>
  );
  const nothing = { kind: "all", state: "all", health: "all", who: null, search: "" } as const;
  return (
    <>
      <search>
        <form
          method="get"
          className="mb-3 flex flex-wrap items-center gap-2"
          onSubmit={(event) => event.preventDefault()}
        >
          <input
            type="search"
            name="search"
            aria-label={search}
            placeholder={search}
            value={asked.search}
            onChange={(event) => onChange({ search: event.target.value })}
            maxLength={200}
            autoComplete="off"
            className={clsx(controlClass, "sm:w-72")}
          />
          {one("kind", t("filters.kind"), linkKinds, (value) => t(`kinds.${value}`))}
          {one("state", t("filters.state"), linkStates, (value) => t(`stateChoices.${value}`))}
          {one("health", t("filters.health"), linkHealths, (value) => t(`healths.${value}`))}
          {partners ? (
            <PartnerFilter
              name="who"
              choices={partners}
              value={asked.who}
              onChange={(who) => onChange({ who })}
            />
          ) : null}
          {one("range", t("filters.range"), linkRanges, (value) => t(`ranges.${value}`))}
          {asked.sort === linkParsers.sort.defaultValue ? null : (
            <input type="hidden" name="sort" value={asked.sort} />
          )}
          {asked.up ? <input type="hidden" name="up" value="true" /> : null}
          <noscript>
            <button type="submit" className={buttonClass()}>
              {t("filter")}
            </button>
          </noscript>
          {isFiltered(asked) ? (
            <Button onClick={() => onChange(nothing)}>{t("showAll")}</Button>
          ) : null}
        </form>
      </search>
      <TypedPartners typed={typed} now={asked.who} />
    </>
  );
}
