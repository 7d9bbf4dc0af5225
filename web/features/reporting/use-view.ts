"use client";
import { useMemo } from "react";
import { useSearchParams } from "next/navigation";
import { useQueryStates } from "nuqs";
import {
  keptAddress,
  keptPlain,
  readView,
  viewParsers,
  type ReadView,
  type ViewChange,
} from "./view-state.ts";

export interface ViewHandle extends ReadView {
  /** Changes the address; null takes a parameter out. */
  setView: (change: ViewChange) => void;
  /** An address of this page, as one that shows what it says where an empty one would not. */
  kept: (address: string) => string;
}

/**
 * The view in the address, and the way to change it.
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
  const kept = (address: string) => (beginsElsewhere ? keptAddress(address) : address);
  return { ...read, setView, kept };
}
