"use client";
import { useEffect } from "react";
import { useTranslations } from "next-intl";
import { useToast } from "./toast.tsx";

/**
 * Late code that a press waits for. Where it cannot be had that is said, and the press is taken
 * back, so that the next one asks again.
 *
 * @param load - Resolves to whether it is there.
 * @param missing - It is wanted and not there.
 */
export function useWanted(
  load: () => Promise<boolean>,
  missing: boolean,
  takeBack: () => void,
): void {
  const t = useTranslations("ui");
  const toast = useToast();
  useEffect(() => {
    if (!missing) return;
    let current = true;
    void load().then((loaded) => {
      if (loaded || !current) return;
      toast(t("notLoaded"));
      takeBack();
    });
    return () => {
      current = false;
    };
  }, [missing, load, takeBack, t, toast]);
}
