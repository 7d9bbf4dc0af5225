import type { AlertMeasure } from "../../gql/graphql.ts";

/** The address of open or closed alerts; what else it says goes along to the reports. */
export function showing(asked: URLSearchParams, show: "open" | "closed"): string {
  const query = new URLSearchParams(asked);
  if (show === "open") query.delete("show");
  else query.set("show", show);
  return `?${query.toString()}`;
}
/** The same address with every measure. */
export function withoutMeasure(asked: URLSearchParams): string {
  const query = new URLSearchParams(asked);
  query.delete("measure");
  return `?${query.toString()}`;
}
/** What alerts are about: those of one alone may be asked for. */
export const alertMeasures = [
  "CLICKS_ABOVE",
  "CLICKS_BELOW",
  "ROBOTS_ABOVE",
  "SPEND_ABOVE",
  "CONVERSION_BELOW",
  "NO_SALES",
] as const satisfies readonly AlertMeasure[];
