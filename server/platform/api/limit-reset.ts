import { resets, type Reset } from "../../domain/calendar.ts";
import { resetRecords } from "../../domain/limit-scopes.ts";
import { describedEnum } from "./enum.ts";

export type LimitResetValue = Reset;
export const LimitResetValue = describedEnum(resets, {
  name: "LimitReset",
  description: "When a limit starts again at 0, in the brand account's zone.",
  words: (reset) => resetRecords[reset].about,
});
