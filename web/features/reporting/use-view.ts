"use client";
import { startTransition, useCallback, useMemo, useOptimistic } from "react";
import { useSearchParams } from "next/navigation";
import { onceHeard } from "../../lib/early.ts";
import {
  addressOf,
  keptAddress,
  keptPlain,
  openedIn,
  readView,
  viewParsers,
  withPlain,
  type Opened,
  type ReadView,
  type ViewChange,
  type ViewState,
} from "./view-state.ts";

export interface ViewHandle extends ReadView {
  /** Changes the address; null takes a parameter out. */
  setView: (change: ViewChange) => void;
  /** An address of this page, as one that shows what it says where an empty one would not. */
  kept: (address: string) => string;
}

/**
 * The library's own setter would draw whoever holds it at once, within the press, before the
 * address says anything new; so the address changes by itself, and what reads it follows.
 */
function change(what: ViewChange, write: typeof addressOf): void {
  // Whether one can go back to it; `push` is the only way that is ever said.
  const isPushed = Object.keys(what).some(
    (key) => "history" in viewParsers[key as keyof ViewState],
  );
  onceHeard(() => {
    const here = location.pathname + location.search + location.hash;
    const there = write(here, what);
    if (there !== here)
      startTransition(() => history[isPushed ? "pushState" : "replaceState"](null, "", there));
  });
}

/**
 * The view in the address, and the way to change it. What is open on top of it is not part of it:
 * nothing below is drawn anew when a drawer opens.
 *
 * @param beginsElsewhere - An empty address shows a saved view, not the plain one.
 */
export function useView(beginsElsewhere: boolean): ViewHandle {
  const params = new URLSearchParams(useSearchParams());
  const { misunderstood: above } = openedIn((key) => params.get(key));
  params.delete("bucket");
  params.delete("click");
  const asked = params.toString();
  const read = useMemo(() => {
    const said = new URLSearchParams(asked);
    return readView((key) => said.get(key));
  }, [asked]);
  return useMemo(
    () => ({
      ...read,
      misunderstood: read.misunderstood + above,
      setView: (what) => {
        const plain = beginsElsewhere ? keptPlain(read.view, what) : null;
        if (plain) change(plain, withPlain);
        else change(what, addressOf);
      },
      kept: (address) => (beginsElsewhere ? keptAddress(address) : address),
    }),
    [read, above, beginsElsewhere],
  );
}

/** What is open on top: there with the press, while the address follows. */
export function useOpened(
  setView: ViewHandle["setView"],
): [opened: Opened, open: (next: Opened) => void] {
  const params = useSearchParams();
  const said = useMemo(() => openedIn((key) => params.get(key)), [params]);
  const [opened, show] = useOptimistic<Opened>(said);
  const open = useCallback(
    (next: Opened) =>
      startTransition(() => {
        show(next);
        setView(next);
      }),
    [show, setView],
  );
  return [opened, open];
}
