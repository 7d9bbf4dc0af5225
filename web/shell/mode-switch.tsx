"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import { usePathname } from "next/navigation";
import { useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import { modeParser, modes } from "../lib/mode.ts";
import { pageAt, placesOf, type Standing } from "./places.ts";

/**
 * Live, test or both, on the pages that go by it; in the address, so links do it without scripts.
 */
export function ModeSwitch({ standing }: { standing: Standing }): ReactNode {
  const t = useTranslations("shell");
  const path = usePathname();
  const [mode, setMode] = useQueryState("mode", modeParser);
  const page = pageAt(placesOf(standing).program, path);
  if (page?.hasMode !== true || page.href !== path) return null;
  return (
    <fieldset
      aria-label={t("mode")}
      className="flex shrink-0 rounded-control border border-border-strong bg-surface p-0.5"
    >
      {modes.map((choice) => (
        <a
          key={choice}
          href={choice === "live" ? "?" : `?mode=${choice}`}
          aria-current={mode === choice ? "true" : undefined}
          onClick={(event) => {
            event.preventDefault();
            void setMode(choice);
          }}
          className={clsx(
            "inline-flex h-7 items-center rounded-badge px-2 text-table font-medium text-muted",
            "hover:text-fg sm:px-3 md:h-6 pointer-coarse:h-10",
            mode === choice &&
              (choice === "live"
                ? "bg-info-ground text-link"
                : "bg-warning-ground text-warning hover:text-warning"),
          )}
        >
          {t(choice)}
        </a>
      ))}
    </fieldset>
  );
}
