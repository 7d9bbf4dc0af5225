"use client";
import { useState, useSyncExternalStore, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { SelectField } from "../../ui/form.tsx";
import { currencyOptions, zoneOptions } from "./zones.ts";

const never = (): (() => void) => () => {};
const readZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Currency and zone of a new account; the zone starts as the browser's. */
export function MoneyAndZoneFields(): ReactNode {
  const t = useTranslations("auth");
  const [chosen, setChosen] = useState<string | null>(null);
  const browserZone = useSyncExternalStore(never, readZone, () => "UTC");
  const zone = chosen ?? browserZone;
  return (
    <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
      <SelectField
        name="currency"
        label={t("currency")}
        options={currencyOptions}
        defaultValue="USD"
      />
      <SelectField
        name="timeZone"
        label={t("timeZone")}
        options={zoneOptions()}
        value={zone}
        onChange={(event) => setChosen(event.target.value)}
        hint={t("timeZoneHint")}
      />
    </div>
  );
}
