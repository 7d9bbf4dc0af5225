"use client";
import { useState, type ReactNode } from "react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { Choice } from "../../ui/choice.ts";
import { FieldFrame, Select, SelectField } from "../../ui/form.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import type { Choices, Typed } from "./choice-types.ts";

/** Fetched where there are too many partners for a list. */
const PartnerCombobox = dynamic(() =>
  import("./partner-combobox.tsx").then((module) => module.PartnerCombobox),
);

interface PartnerFilterProps {
  name: string;
  choices: Choices;
  /** Identity of the chosen one; null = everybody. */
  value: string | null;
  onChange: (partnerId: string | null) => void;
}
/** One partner, or everybody: a list while all fit in it, else a field that searches. */
export function PartnerFilter({ name, choices, value, onChange }: PartnerFilterProps): ReactNode {
  const t = useTranslations("partners.choice");
  // Those that were found by a search: their names are wanted again when one goes back to them.
  const [known, setKnown] = useState<readonly Choice[]>(choices.chosen ? [choices.chosen] : []);
  if (choices.complete)
    return (
      <Select
        name={name}
        aria-label={t("partner")}
        value={value ?? ""}
        onChange={(event) => onChange(event.target.value || null)}
        className="sm:w-48"
      >
        <option value="">{t("everyone")}</option>
        {choices.partners.map((partner) => (
          <option key={partner.id} value={partner.id}>
            {partner.name}
          </option>
        ))}
      </Select>
    );
  const chosen =
    value === null
      ? null
      : ([...known, ...choices.partners].find(({ id }) => id === value) ?? {
          id: value,
          name: value.slice(0, 8),
          code: "",
        });
  return (
    <div className="w-full sm:w-64">
      <PartnerCombobox
        name={name}
        aria-label={t("partner")}
        placeholder={t("everyone")}
        partners={choices.partners}
        everyone={t("everyone")}
        value={chosen}
        onChoose={(choice) => {
          if (choice) setKnown([choice, ...known]);
          onChange(choice?.id ?? null);
        }}
      />
    </div>
  );
}

/**
 * Below a filter to which words were sent that name nobody, or more than one; `now` is what the
 * address says by now.
 */
export function TypedPartners({
  typed,
  now,
}: {
  typed: Typed | null;
  now: string | null;
}): ReactNode {
  const t = useTranslations("partners.choice");
  if (!typed || typed.text !== now) return null;
  const { text, found, more } = typed;
  return (
    <div className="mb-3 max-w-prose">
      <p>{found.length === 0 ? t("typedNone", { text }) : t("typedMany", { text })}</p>
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {found.map(({ name, address }) => (
          <li key={address}>
            <Link href={address} className={textLinkClass}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
      {more ? <p className="text-caption text-muted">{t("typeMore")}</p> : null}
    </div>
  );
}

interface PartnerFieldProps {
  name: string;
  label: string;
  choices: Choices;
}
/** Which of the active partners it is about: a field of a form, required. */
export function PartnerField({ name, label, choices }: PartnerFieldProps): ReactNode {
  const t = useTranslations("partners.choice");
  const active = choices.partners.filter(({ state }) => state === "ACTIVE");
  const start = choices.chosen?.state === "ACTIVE" ? choices.chosen : null;
  const [chosen, setChosen] = useState<Choice | null>(start);
  if (choices.complete)
    return (
      <SelectField
        name={name}
        label={label}
        required
        defaultValue={start?.id ?? ""}
        options={[
          { value: "", label: t("choose"), disabled: true },
          ...active.map((partner) => ({ value: partner.id, label: partner.name })),
        ]}
      />
    );
  return (
    <FieldFrame name={name} label={label} hint={t("hint")}>
      {(control) => (
        <PartnerCombobox
          {...control}
          required
          activeOnly
          partners={active}
          value={chosen}
          onChoose={setChosen}
          fault={t("fault")}
        />
      )}
    </FieldFrame>
  );
}
