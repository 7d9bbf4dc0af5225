/** The time cursor: which bucket a key leads to. */

const leap = 7;

export type CursorStep =
  | { kind: "move"; index: number }
  | { kind: "open" }
  | { kind: "leave" }
  | null;

/** `index` null = no bucket is marked yet; the first key then marks the newest. */
export function cursorStep(key: string, index: number | null, count: number): CursorStep {
  if (count === 0) return null;
  const last = count - 1;
  const at = index ?? last;
  const move = (to: number): CursorStep => ({
    kind: "move",
    index: Math.max(0, Math.min(last, to)),
  });
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return index === null ? move(last) : move(at - 1);
    case "ArrowRight":
    case "ArrowUp":
      return index === null ? move(last) : move(at + 1);
    case "PageUp":
      return move(at + leap);
    case "PageDown":
      return move(at - leap);
    case "Home":
      return move(0);
    case "End":
      return move(last);
    case "Enter":
    case " ":
      return index === null ? move(last) : { kind: "open" };
    case "Escape":
      return index === null ? null : { kind: "leave" };
    default:
      return null;
  }
}

/** The bucket under a pointer; null beside the plot. */
export function bucketAt(offsetPx: number, plotWidthPx: number, count: number): number | null {
  if (count === 0 || plotWidthPx <= 0 || offsetPx < 0 || offsetPx >= plotWidthPx) return null;
  return Math.floor((offsetPx / plotWidthPx) * count);
}
