"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import { usePathname } from "next/navigation";
import { useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import { ChevronDown } from "lucide-react";
import { modeParser, modes } from "../lib/mode.ts";
import { pageAt, placesOf, type Standing } from "./places.ts";

const tones: Record<(typeof modes)[number], string> = {
  live: "bg-info-ground text-link",
  test: "bg-warning-ground text-warning hover:text-warning",
  both: "bg-warning-ground text-warning hover:text-warning",
};

/** Whoever goes on by keyboard leaves nothing open over the page; a tapped link has no focus. */
function closesBehind(box: HTMLDetailsElement | null): void {
  box?.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !box.contains(relatedTarget)) box.open = false;
  });
  box?.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !box.open) return;
    box.open = false;
    box.querySelector("summary")?.focus();
  });
}

/**
 * Live, test or both, on the pages that go by it; in the address, so links do it without scripts.
 */
export function ModeSwitch({ standing }: { standing: Standing }): ReactNode {
  const t = useTranslations("shell");
  const path = usePathname();
  const [mode, setMode] = useQueryState("mode", modeParser);
  const page = pageAt(placesOf(standing).program, path);
  if (page?.hasMode !== true || page.href !== path) return null;
  const links = modes.map((choice) => (
    <a
      key={choice}
      href={choice === "live" ? "?" : `?mode=${choice}`}
      aria-current={mode === choice ? "true" : undefined}
      onClick={(event) => {
        event.preventDefault();
        void setMode(choice);
        event.currentTarget.closest("details")?.removeAttribute("open");
      }}
      className={clsx(
        "inline-flex h-7 items-center rounded-badge px-3 text-table font-medium text-muted",
        "hover:text-fg md:h-6 pointer-coarse:h-10",
        mode === choice && tones[choice],
      )}
    >
      {t(choice)}
    </a>
  ));
  return (
    <>
      <fieldset
        aria-label={t("mode")}
        className={clsx(
          "flex shrink-0 rounded-control border border-border-strong bg-surface p-0.5",
          "max-sm:hidden",
        )}
      >
        {links}
      </fieldset>
      {/* On phones the program's name needs the room. */}
      <details className="relative shrink-0 sm:hidden" ref={closesBehind}>
        <summary
          className={clsx(
            "flex h-10 list-none items-center gap-1 rounded-control px-2 text-table font-medium",
            "[&::-webkit-details-marker]:hidden",
            tones[mode],
          )}
        >
          <span className="sr-only">{t("mode")}: </span>
          {t(mode)}
          <ChevronDown aria-hidden size={14} />
        </summary>
        <div
          className={clsx(
            "absolute end-0 top-full z-20 mt-1 flex min-w-28 flex-col rounded-card border",
            "border-border bg-surface p-1 shadow-float",
          )}
        >
          {links}
        </div>
      </details>
    </>
  );
}
