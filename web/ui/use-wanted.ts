"use client";
import { useEffect } from "react";
import { useTranslations } from "next-intl";
import type { Late } from "../lib/late.ts";
import { useToast } from "./toast.tsx";

/**
 * Late code that a press waits for: null until it is there. Where it cannot be had that is said,
 * and the press is taken back, so that the next one asks again.
 */
export function useWanted<T>(
  { load, useLoaded }: Late<T>,
  wanted: boolean,
  takeBack: () => void,
): T | null {
  const t = useTranslations("ui");
  const toast = useToast();
  const code = useLoaded();
  useEffect(() => {
    if (!wanted || code) return;
    let current = true;
    void load().then((loaded) => {
      if (loaded || !current) return;
      toast(t("notLoaded"));
      takeBack();
    });
    return () => {
      current = false;
    };
  }, [wanted, code, load, takeBack, t, toast]);
  return code;
}
