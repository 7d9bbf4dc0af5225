"use client";
import type { ReactNode } from "react";
import type { SessionDialogProps } from "../features/auth/session-dialog.tsx";
import { lateView } from "../lib/late.ts";
import { useConfirmationAsked, useSessionEnded } from "../lib/session-end.ts";

const LateSessionDialog = lateView(() =>
  import("../features/auth/session-dialog.tsx").then(({ SessionDialog }) => SessionDialog),
);

const LateConfirmDialog = lateView(() =>
  import("../features/auth/confirm-password-dialog.tsx").then(
    ({ ConfirmPasswordDialog }) => ConfirmPasswordDialog,
  ),
);

/**
 * Says that the session ended, and lets one sign in on the spot; asks for the password again where
 * what is sent needs it.
 */
export function SessionWatch(props: SessionDialogProps): ReactNode {
  const ended = useSessionEnded();
  const asked = useConfirmationAsked();
  if (ended) return <LateSessionDialog {...props} />;
  return asked ? <LateConfirmDialog email={props.email} /> : null;
}
