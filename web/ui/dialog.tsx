"use client";
import { useEffect, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { late } from "../lib/late.ts";
import type { DialogProps, DialogShape } from "./dialog-layer.tsx";
import { useToast } from "./toast.tsx";

const lateLayer = late(() => import("./dialog-layer.tsx"));

function Layer(props: DialogProps & { shape: DialogShape }): ReactNode {
  const { open, onClose } = props;
  const t = useTranslations("ui");
  const toast = useToast();
  const code = lateLayer.useLoaded();
  useEffect(() => {
    if (!open || code) return;
    let current = true;
    void lateLayer.load().then((loaded) => {
      if (loaded || !current) return;
      toast(t("notLoaded"));
      // Closed, so that the next press opens it again.
      onClose();
    });
    return () => {
      current = false;
    };
  }, [open, code, onClose, t, toast]);
  return code ? <code.DialogLayer {...props} /> : null;
}

/** Asks for something before going on; a bottom sheet on phones. */
export const Dialog = (props: DialogProps): ReactNode => <Layer {...props} shape="dialog" />;
/** Details beside the page: 540 px from the right, the whole screen on phones. */
export const Drawer = (props: DialogProps): ReactNode => <Layer {...props} shape="drawer" />;
/** Navigation on phones, from the left. */
export const Sheet = (props: DialogProps): ReactNode => <Layer {...props} shape="sheet" />;
