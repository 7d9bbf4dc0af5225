import { registerEnumType } from "type-graphql";
import { resets, type Reset } from "../../domain/calendar.ts";
import { resetRecords } from "../../domain/limit-scopes.ts";
import { described, enumOf } from "./enum.ts";

export const LimitResetValue = enumOf(resets);
export type LimitResetValue = Reset;
registerEnumType(LimitResetValue, {
  name: "LimitReset",
  description: "When a limit starts again at 0, in the brand account's zone.",
  valuesConfig: described(resets, (reset) => resetRecords[reset].about),
});
