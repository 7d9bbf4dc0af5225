"use client";
import { useMemo } from "react";
import { useSearchParams } from "next/navigation";
import { useQueryStates } from "nuqs";
import { keptPlain, readView, viewParsers, type ReadView, type ViewChange } from "./view-state.ts";

export interface ViewHandle extends ReadView {
  /** Changes the address; null takes a parameter out. */
  setView: (change: ViewChange) => void;
}

/** The view in the address, and the way to change it.
 *
 * @param beginsElsewhere - An empty address shows a saved view, not the plain one.
 */
export function useView(beginsElsewhere: boolean): ViewHandle {
  const params = useSearchParams();
  const read = useMemo(() => readView((key) => params.get(key)), [params]);
  const [, setQuery] = useQueryStates(viewParsers);
  const setView = (change: ViewChange) => {
    const plain = beginsElsewhere ? keptPlain(read.view, change) : null;
    void (plain ? setQuery(plain, { clearOnDefault: false }) : setQuery(change));
  };
  return { ...read, setView };
}
