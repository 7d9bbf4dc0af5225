/** Whether live data, test data or both count: one choice for the whole page, in its address. */
import { parseAsStringLiteral } from "nuqs/server";
import type { ReportMode } from "../gql/graphql.ts";

export const modes = ["live", "test", "both"] as const;
export type Mode = (typeof modes)[number];
export const modeParser = parseAsStringLiteral(modes)
  .withDefault("live")
  .withOptions({ history: "push" });
export const reportMode = (mode: Mode): ReportMode => mode.toUpperCase() as ReportMode;
/** The isTest filter of lists: null takes both. */
export const isTestOf = (mode: Mode): boolean | null => (mode === "both" ? null : mode === "test");
