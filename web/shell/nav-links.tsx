"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { clsx } from "clsx";
import { useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import { modeParser } from "../lib/mode.ts";
import { placeAt, type Place } from "./places.ts";

interface NavLinksProps {
  places: readonly Place[];
  /** Icons only; names stay for screen readers and as tooltips. */
  narrow?: boolean;
  onFollow?: () => void;
}
export function NavLinks({ places, narrow = false, onFollow }: NavLinksProps): ReactNode {
  const t = useTranslations("nav");
  const current = placeAt(places, usePathname());
  const [mode] = useQueryState("mode", modeParser);
  // What is chosen goes along to where it is chosen, too.
  const addressOf = ({ pages: [page] }: Place): string =>
    `${page?.href ?? ""}${page?.hasMode && mode !== "live" ? `?mode=${mode}` : ""}`;
  return (
    <ul className="flex flex-col gap-0.5">
      {places.map((place) => {
        const { key, icon: Icon } = place;
        return (
          <li key={key}>
            <Link
              href={addressOf(place)}
              aria-current={place === current ? "page" : undefined}
              title={narrow ? t(key) : undefined}
              {...(onFollow ? { onClick: onFollow } : {})}
              className={clsx(
                "relative flex h-9 items-center gap-3 rounded-control px-3 font-medium text-muted",
                "hover:bg-neutral-ground hover:text-fg pointer-coarse:h-11",
                place === current &&
                  "bg-info-ground text-link hover:bg-info-ground hover:text-link",
                narrow && "justify-center px-0",
              )}
            >
              <Icon aria-hidden size={18} strokeWidth={1.75} className="shrink-0" />
              <span className={narrow ? "sr-only" : "truncate"}>{t(key)}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
