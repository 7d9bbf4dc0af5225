"use client";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { formatPlainDay } from "../../lib/format.ts";
import { Menu, MenuChoice, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { MenuButton } from "./menu-button.tsx";
import type { ViewHandle } from "./use-view.ts";
import { compareWords } from "./view-state.ts";

/** Comes with the first press. */
const CompareDate = lazy(() =>
  import("./compare-date.tsx").then(({ CompareDate: dialog }) => ({ default: dialog })),
);

/** With which other period the range is compared. */
export function CompareMenu({ handle: { view, setView } }: { handle: ViewHandle }): ReactNode {
  const t = useTranslations("reporting.compare");
  const [picking, setPicking] = useState(false);
  const kind = compareWords.find((word) => word === view.compare);
  const date = view.compare !== null && !kind ? view.compare : null;
  const chosen = date ? t("date", { date: formatPlainDay(date) }) : t(kind ?? "off");
  const isOfHours = !view.from && view.last.endsWith("h");
  // Without a comparison nothing rose or fell.
  const choose = (compare: string | null) =>
    setView(compare === null ? { compare, way: null } : { compare });
  return (
    <>
      <Menu
        trigger={
          <MenuButton
            name={t("label")}
            value={view.compare === null ? t("off") : t("value", { of: chosen })}
            named={view.compare !== null}
          />
        }
      >
        <MenuChoice
          label={t("label")}
          value={date ? "" : (kind ?? "off")}
          options={["off" as const, ...compareWords].map((value) => ({ value, label: t(value) }))}
          onChange={(value) => choose(value === "off" ? null : value)}
        />
        {isOfHours ? null : (
          <>
            <MenuSeparator />
            <MenuItem onSelect={() => setPicking(true)}>{t("custom")}</MenuItem>
          </>
        )}
      </Menu>
      {picking ? (
        <Suspense fallback={null}>
          <CompareDate
            date={date ?? ""}
            onClose={() => setPicking(false)}
            onPick={(first) => {
              setPicking(false);
              choose(first);
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}
