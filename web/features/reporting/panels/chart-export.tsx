"use client";
import type { ReactNode } from "react";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { drawPicture, paintPicture, type PicturedPanel } from "../../../charts/picture.tsx";
import type { Freshness_MetaFragment } from "../../../gql/graphql.ts";
import { formatDateTime, zoneName } from "../../../lib/format.ts";
import { saveFile } from "../../../lib/save-file.ts";
import { Button } from "../../../ui/button.tsx";
import { Menu, MenuItem } from "../../../ui/menu.tsx";
import { useToast } from "../../../ui/toast.tsx";
import { leavesSalesOut, useFilterWords, type FilterChoices } from "../filters.tsx";
import { dateIn } from "../log/log-filters.ts";
import { filterKeys, wordOfGrain, type ViewState } from "../view-state.ts";
import { spanOf } from "./bucket-words.ts";

export interface ChartExportProps {
  panels: readonly PicturedPanel[];
  meta: Freshness_MetaFragment;
  view: ViewState;
  choices: FilterChoices;
  program: string;
}
/** In letters that every file system takes. */
const inFile = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "") || "program";

/** The chart as it is drawn, as a picture that says by itself what it shows. */
export function ChartExport({ panels, meta, view, choices, program }: ChartExportProps): ReactNode {
  const t = useTranslations("reporting.chart.picture");
  const toast = useToast();
  const lines = usePictureLines(meta, view, choices);
  const { start, end, timeZone } = meta;
  const save = async (kind: "svg" | "png") => {
    const days = [dateIn(start, timeZone), dateIn(Date.parse(end) - 1, timeZone)];
    const name = `${["chart", inFile(program), ...days].join("_")}.${kind}`;
    try {
      const drawn = drawPicture({ title: t("title", { program }), lines, panels });
      saveFile(
        kind === "svg"
          ? new Blob([drawn.svg], { type: "image/svg+xml" })
          : await paintPicture(drawn),
        name,
      );
      toast(t("saved", { name }));
    } catch {
      toast(t("notSaved"));
    }
  };
  return (
    <Menu
      align="end"
      trigger={
        <Button size="small">
          <Download aria-hidden size={16} />
          {t("save")}
        </Button>
      }
    >
      {(["svg", "png"] as const).map((kind) => (
        <MenuItem key={kind} onSelect={() => void save(kind)}>
          {t(kind)}
        </MenuItem>
      ))}
    </Menu>
  );
}

/** Range, zone, mode and filters in words, and until when. */
function usePictureLines(
  meta: Freshness_MetaFragment,
  view: ViewState,
  choices: FilterChoices,
): string[] {
  const t = useTranslations("reporting.chart.picture");
  const words = useTranslations("reporting");
  const valueWords = useFilterWords(choices);
  const filters = filterKeys.flatMap((key) => {
    const values = view[key];
    if (!values) return [];
    return words("filters.chip", {
      field: words(`filters.${key}`),
      values: values.map((value) => valueWords(key, value)).join(", "),
    });
  });
  return [
    t("scope", {
      range: spanOf(meta.start, meta.end, meta.timeZone),
      grain: words(`perGrain.${wordOfGrain(meta.grain)}`),
      zone: zoneName(meta.timeZone),
      mode: words(`table.modes.${view.mode}`),
    }),
    filters.length > 0 ? t("filters", { filters: filters.join("; ") }) : t("noFilters"),
    ...(leavesSalesOut(view) ? [words("filters.salesLeftOut")] : []),
    t("made", { at: formatDateTime(meta.generatedAt, meta.timeZone) }),
  ];
}
