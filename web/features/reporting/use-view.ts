"use client";
import { useMemo } from "react";
import { useSearchParams } from "next/navigation";
import { useQueryStates } from "nuqs";
import { readView, viewParsers, type ReadView, type ViewState } from "./view-state.ts";

export interface ViewHandle extends ReadView {
  /** Changes the address; null takes a parameter out. */
  setView: (change: Partial<{ [K in keyof ViewState]: ViewState[K] | null }>) => void;
}

/** The view in the address, and the way to change it. */
export function useView(): ViewHandle {
  const params = useSearchParams();
  const read = useMemo(() => readView((key) => params.get(key)), [params]);
  const [, setQuery] = useQueryStates(viewParsers);
  return { ...read, setView: (change) => void setQuery(change) };
}
