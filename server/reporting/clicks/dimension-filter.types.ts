/** What of clicks and reports may be filtered by: a field for each dimension of clicks. */
import { Field, InputType } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { Count, Line, SeenCountry } from "../../platform/api/scalars.ts";
import {
  dimensionNames,
  dimensionOf,
  noValue,
  saleValueSql,
  type DimensionFilter,
  type DimensionName,
} from "../../platform/db/click-dimensions.ts";
import { DeviceTypeValue, ReasonCodeEnum } from "./click.types.ts";

const types = {
  ID: () => [ID],
  COUNTRY: () => [SeenCountry],
  DEVICE: () => [DeviceTypeValue],
  REASON: () => [ReasonCodeEnum],
  TEXT: () => [Line],
  NUMBER: () => [Count],
} satisfies Record<ReturnType<typeof dimensionOf>["type"], Parameters<typeof Field>[0]>;

function description(name: DimensionName): string {
  const { name: words, type } = dimensionOf(name);
  return [
    words,
    type === "TEXT" || type === "COUNTRY" ? `; "${noValue}" = none` : "",
    saleValueSql(name) === null ? ". Sales carry none and are left out." : ".",
  ].join("");
}

/** The type of what is given to the API below, dimension by dimension. */
const Dimensions = class {} as new () => DimensionFilter;
@InputType()
export class DimensionFilterInput extends Dimensions {}
for (const name of dimensionNames) {
  const { filter, type } = dimensionOf(name);
  Field(types[type], { nullable: true, description: description(name) })(
    DimensionFilterInput.prototype,
    filter,
  );
}
