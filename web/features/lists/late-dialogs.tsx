"use client";
import dynamic from "next/dynamic";

/** Loaded when somebody makes or changes a list: most only look. */
export const LateNewListDialog = dynamic(
  () => import("./new-list-dialog.tsx").then((module) => module.NewListDialog),
  { ssr: false },
);
export const LateReplaceDialog = dynamic(
  () => import("./replace-dialog.tsx").then((module) => module.ReplaceDialog),
  { ssr: false },
);
export const LateCloseDialog = dynamic(
  () => import("./end-dialogs.tsx").then((module) => module.CloseDialog),
  { ssr: false },
);
export const LateDeactivateDialog = dynamic(
  () => import("./end-dialogs.tsx").then((module) => module.DeactivateDialog),
  { ssr: false },
);
