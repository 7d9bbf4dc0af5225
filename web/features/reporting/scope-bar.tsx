"use client";
import { lazy, Suspense, useState, useSyncExternalStore, type ReactNode } from "react";
import { CalendarDays } from "lucide-react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import type { Freshness_MetaFragment } from "../../gql/graphql.ts";
import { zoneName } from "../../lib/format.ts";
import { Menu, MenuChoice, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { CompareMenu } from "./compare-menu.tsx";
import { MenuButton } from "./menu-button.tsx";
import { spanOf } from "./panels/bucket-words.ts";
import type { ViewHandle } from "./use-view.ts";
import { allowedGrains, daysOf, presets, wordOfGrain, type GrainWord } from "./view-state.ts";

/** Comes with the first press. */
const CustomRange = lazy(() =>
  import("./custom-range.tsx").then(({ CustomRange: dialog }) => ({ default: dialog })),
);

interface ScopeBarProps {
  handle: ViewHandle;
  meta: Freshness_MetaFragment;
  programZone: string;
  /** The filter button and its chips. */
  filters: ReactNode;
}
/** Range, grain, zone and filters: everything that decides which numbers are shown. */
export function ScopeBar({ handle, meta, programZone, filters }: ScopeBarProps): ReactNode {
  const t = useTranslations("reporting");
  const { view, setView } = handle;
  const [picking, setPicking] = useState(false);
  const grain = wordOfGrain(meta.grain);
  return (
    // On phones one line, which scrolls: the figures come first.
    <div
      className={clsx(
        "print-hidden flex items-center gap-2 max-sm:-mx-4 max-sm:-my-1 max-sm:overflow-x-auto",
        "max-sm:px-4 max-sm:py-1 max-sm:*:shrink-0 sm:flex-wrap",
      )}
    >
      <RangeMenu handle={handle} meta={meta} onCustom={() => setPicking(true)} />
      <Menu trigger={<MenuButton name={t("grain")} value={t(`grains.${grain}`)} />}>
        <MenuChoice
          label={t("grain")}
          value={view.grain ?? "auto"}
          options={[
            { value: "auto", label: t("autoGrain") },
            ...allowedGrains(daysOf(view)).map((value) => ({ value, label: t(`grains.${value}`) })),
          ]}
          onChange={(value) =>
            setView({ grain: value === "auto" ? null : (value as GrainWord), bucket: null })
          }
        />
      </Menu>
      <ZoneMenu
        current={meta.timeZone}
        programZone={programZone}
        onChange={(tz) => setView({ tz: tz === programZone ? null : tz, bucket: null })}
      />
      <CompareMenu handle={handle} />
      {filters}
      {picking ? (
        <Suspense fallback={null}>
          <CustomRange
            open
            from={view.from ?? ""}
            to={view.to ?? ""}
            onClose={() => setPicking(false)}
            onPick={(from, to) => {
              setPicking(false);
              setView({ from, to, last: null, grain: null, bucket: null });
            }}
          />
        </Suspense>
      ) : null}
    </div>
  );
}

function RangeMenu({
  handle: { view, setView },
  meta,
  onCustom,
}: Pick<ScopeBarProps, "handle" | "meta"> & { onCustom: () => void }): ReactNode {
  const t = useTranslations("reporting");
  return (
    <Menu
      trigger={
        <MenuButton
          icon={<CalendarDays aria-hidden size={16} className="text-muted" />}
          name={t("range")}
          value={spanOf(meta.start, meta.end, meta.timeZone)}
        />
      }
    >
      <MenuChoice
        label={t("range")}
        value={view.from ? "" : view.last}
        options={presets.map((value) => ({ value, label: t(`presets.${value}`) }))}
        onChange={(last) => setView({ last, from: null, to: null, grain: null, bucket: null })}
      />
      <MenuSeparator />
      <MenuItem onSelect={onCustom}>{t("custom")}</MenuItem>
    </Menu>
  );
}

const never = (): (() => void) => () => {};
function ZoneMenu({
  current,
  programZone,
  onChange,
}: {
  current: string;
  programZone: string;
  onChange: (zone: string) => void;
}): ReactNode {
  const t = useTranslations("reporting");
  const own = useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => programZone,
  );
  const zones = [...new Set([programZone, own, "UTC", current])];
  const label = (zone: string) => {
    if (zone === programZone) return t("zoneProgram", { zone: zoneName(zone) });
    if (zone === own) return t("zoneYours", { zone: zoneName(zone) });
    return zoneName(zone);
  };
  return (
    <Menu
      trigger={
        <MenuButton name={t("zone")} value={t("zoneLabel", { zone: zoneName(current) })} named />
      }
    >
      <MenuChoice
        label={t("zone")}
        value={current}
        options={zones.map((zone) => ({ value: zone, label: label(zone) }))}
        onChange={onChange}
      />
    </Menu>
  );
}
