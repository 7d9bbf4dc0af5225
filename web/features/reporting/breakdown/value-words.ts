"use client";
import { useTranslations } from "next-intl";
import { formatInstant } from "../../../lib/format.ts";
import { devices, noValue, type DimensionWord } from "../dimensions.ts";

const isDevice = (value: string): value is (typeof devices)[number] =>
  (devices as readonly string[]).includes(value);

/** What a value of a dimension is called; `label`: what the server calls it. */
export function useValueWords(): (word: DimensionWord, value: string, label: string) => string {
  const t = useTranslations("reporting");
  return (word, value, label) => {
    if (word === "device" && isDevice(value)) return t(`devices.${value}`);
    if (word === "source") {
      const source = `sources.${value as "SEARCH"}` as const;
      if (t.has(source)) return t(source);
    }
    if (value === noValue && word !== "reason" && word !== "partner" && word !== "link")
      return t(word === "referrer" ? "breakdown.noReferrer" : "breakdown.noneOf");
    // 5 January 2026 is a Monday.
    if (word === "weekday")
      return formatInstant(Date.UTC(2026, 0, 4 + Number(value)), "UTC", { weekday: "long" });
    if (word === "hour") return `${value.padStart(2, "0")}:00`;
    return label;
  };
}
