"use client";
import type { ReactNode } from "react";
import type { SessionDialogProps } from "../features/auth/session-dialog.tsx";
import { lateView } from "../lib/late.ts";
import { useSessionEnded } from "../lib/session-end.ts";

const LateSessionDialog = lateView(() =>
  import("../features/auth/session-dialog.tsx").then(({ SessionDialog }) => SessionDialog),
);

/** Says that the session ended, and lets one sign in on the spot. */
export const SessionWatch = (props: SessionDialogProps): ReactNode =>
  useSessionEnded() ? <LateSessionDialog {...props} /> : null;
