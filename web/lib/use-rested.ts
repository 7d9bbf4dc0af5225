"use client";
import { useDebounce } from "use-debounce";

const pauseMs = 200;

/** The text once nothing was typed for a moment: the one pause before every search. */
export const useRested = (text: string): string => useDebounce(text, pauseMs)[0];
