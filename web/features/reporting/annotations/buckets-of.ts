/** In which buckets something happened: their positions, each once. */
export function bucketsOf(
  annotations: readonly { at: string }[],
  buckets: readonly { start: string; end: string }[],
): number[] {
  const edges = buckets.map(({ start, end }) => [Date.parse(start), Date.parse(end)] as const);
  const found = annotations.map(({ at }) => {
    const instant = Date.parse(at);
    return edges.findIndex(([start, end]) => instant >= start && instant < end);
  });
  return [...new Set(found)].filter((index) => index >= 0);
}
