"use client";
import { useLayoutEffect } from "react";
import { tellEarly } from "../lib/early.ts";

/** Stands last in the page: by then all of it hears. */
export function EarlyWords(): null {
  useLayoutEffect(tellEarly, []);
  return null;
}
