"use client";
import { useId, type ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import type { GroundPartner } from "../draft/ground-types.ts";

interface PartnerChoicesProps {
  label: string;
  name: string;
  partners: readonly GroundPartner[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}
/** Partners to tick, with the terms they are on now. */
export function PartnerChoices({
  label,
  name,
  partners,
  chosen,
  onChange,
}: PartnerChoicesProps): ReactNode {
  const t = useTranslations("changes");
  const toggle = (id: string, on: boolean) =>
    onChange(on ? [...chosen, id] : chosen.filter((each) => each !== id));
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">{label}</legend>
      <p className="mb-2 text-caption text-subtle">{t("chosenCount", { count: chosen.length })}</p>
      {partners.length === 0 ? (
        <p className="text-muted">{t("noPartnerFound")}</p>
      ) : (
        <ul
          className={clsx(
            "grid max-h-[22rem] overflow-y-auto rounded-card border border-border bg-surface",
            "sm:grid-cols-2 lg:grid-cols-3",
          )}
        >
          {partners.map((partner) => (
            <Choice
              key={partner.id}
              name={name}
              partner={partner}
              checked={chosen.includes(partner.id)}
              onToggle={(on) => toggle(partner.id, on)}
            />
          ))}
        </ul>
      )}
    </fieldset>
  );
}

function Choice({
  name,
  partner,
  checked,
  onToggle,
}: {
  name: string;
  partner: GroundPartner;
  checked: boolean;
  onToggle: (on: boolean) => void;
}): ReactNode {
  const t = useTranslations("changes");
  const id = useId();
  const { contract } = partner;
  return (
    <li
      className={clsx(
        "relative flex min-h-11 min-w-0 items-start gap-2 border-b border-border px-3 py-2",
        "hover:bg-sunken",
      )}
    >
      <input
        type="checkbox"
        id={id}
        name={name}
        value={partner.id}
        checked={checked}
        onChange={(event) => onToggle(event.target.checked)}
        aria-describedby={`${id}-terms`}
        className="relative z-[1] mt-0.5 size-4 shrink-0 accent-primary"
      />
      <span className="min-w-0">
        <label htmlFor={id} className="block break-words after:absolute after:inset-0">
          {partner.name}
        </label>
        <span id={`${id}-terms`} className="block text-caption break-words text-subtle">
          {contract
            ? t("termsAndVersion", { name: contract.termsName, number: contract.version })
            : t("noContract")}
        </span>
      </span>
    </li>
  );
}
