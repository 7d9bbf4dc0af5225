/** The address of open or closed alerts; what else it says goes along to the reports. */
export function showing(asked: URLSearchParams, show: "open" | "closed"): string {
  const query = new URLSearchParams(asked);
  if (show === "open") query.delete("show");
  else query.set("show", show);
  return `?${query.toString()}`;
}
