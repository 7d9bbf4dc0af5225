"use client";
import type { ReactNode } from "react";
import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { LinkTabs } from "../ui/link-tabs.tsx";
import { pageAt, placeAt, placesOf, type Standing } from "./places.ts";

/** What an address says of one page alone: rows, a moment, something that is open. */
const ofOnePage = ["after", "bucket", "click", "hidden", "kind", "since", "until"];

/** The pages of the place that one stands in, side by side; nothing where there is but one. */
export function PlaceTabs({ standing }: { standing: Standing }): ReactNode {
  const t = useTranslations("nav");
  const path = usePathname();
  const query = useSearchParams();
  const places = placesOf(standing).program;
  const place = placeAt(places, path);
  if (place === null || place.pages.length < 2) return null;
  const current = pageAt(places, path);
  const kept = new URLSearchParams(place.keepsView ? query.toString() : undefined);
  for (const name of ofOnePage) kept.delete(name);
  const view = kept.size > 0 ? `?${kept.toString()}` : "";
  return (
    <LinkTabs
      label={t(place.key)}
      tabs={place.pages.map((page) => ({
        href: page.href + view,
        text: t(page.key),
        current: page === current,
      }))}
    />
  );
}
