/**
 * What a key does in a text field with a list below it (the combobox pattern of WAI-ARIA): pure.
 */

export interface ListState {
  open: boolean;
  /** The option that Enter takes; -1 = none. */
  active: number;
}
export type KeyEffect = { kind: "list"; state: ListState } | { kind: "take"; index: number };

/**
 * Null leaves the key to the text field: letters, Home, End, and Enter where there is nothing to
 * take.
 */
export function effectOf(
  key: string,
  alt: boolean,
  { open, active }: ListState,
  count: number,
): KeyEffect | null {
  const list = (state: ListState): KeyEffect => ({ kind: "list", state });
  switch (key) {
    case "ArrowDown":
      if (!open) return list({ open: true, active: alt || count === 0 ? -1 : Math.max(active, 0) });
      return alt || count === 0
        ? list({ open, active })
        : list({ open, active: (active + 1) % count });
    case "ArrowUp":
      if (alt) return open ? list({ open: false, active: -1 }) : null;
      if (count === 0) return list({ open: true, active: -1 });
      return list({ open: true, active: open && active > 0 ? active - 1 : count - 1 });
    case "Enter":
      return open && active >= 0 && active < count ? { kind: "take", index: active } : null;
    case "Escape":
      return open ? list({ open: false, active: -1 }) : null;
    default:
      return null;
  }
}

/** As names are kept, and whatever the case. */
const plain = (text: string): string => text.normalize("NFC").trim().toLowerCase();

export interface Choice {
  id: string;
  name: string;
  /** Told apart by this where names are the same. */
  code: string;
}
/** Those that have what was typed in their name or code: what came for an earlier text may not. */
export const matching = <T extends Choice>(choices: readonly T[], text: string): T[] =>
  choices.filter(
    ({ name, code }) => plain(name).includes(plain(text)) || code.includes(plain(text)),
  );

/**
 * The one choice that is meant by its whole name or code, or that is the only one; null where words
 * are not enough.
 */
export function meant<T extends Choice>(choices: readonly T[], text: string): T | null {
  const exact = choices.filter(
    ({ name, code }) => plain(name) === plain(text) || code === plain(text),
  );
  const found = exact.length > 0 ? exact : choices;
  return found.length === 1 ? (found[0] ?? null) : null;
}
