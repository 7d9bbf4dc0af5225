"use client";
import type { ReactNode } from "react";
import { late } from "../lib/late.ts";
import type { DialogProps, DialogShape } from "./dialog-layer.tsx";
import { useWanted } from "./use-wanted.ts";

const lateLayer = late(() => import("./dialog-layer.tsx"));

function Layer(props: DialogProps & { shape: DialogShape }): ReactNode {
  const code = lateLayer.useLoaded();
  useWanted(lateLayer.load, props.open && code === null, props.onClose);
  return code ? <code.DialogLayer {...props} /> : null;
}

/** Asks for something before going on; a bottom sheet on phones. */
export const Dialog = (props: DialogProps): ReactNode => <Layer {...props} shape="dialog" />;
/** Details beside the page: 540 px from the right, the whole screen on phones. */
export const Drawer = (props: DialogProps): ReactNode => <Layer {...props} shape="drawer" />;
/** Navigation on phones, from the left. */
export const Sheet = (props: DialogProps): ReactNode => <Layer {...props} shape="sheet" />;
