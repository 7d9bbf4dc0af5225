"use client";
import type { ReactNode } from "react";
import type { TypedDocumentString } from "../gql/graphql.ts";
import { useSendOnce } from "../lib/use-send.ts";
import { SendDialog, type SendDialogProps } from "./send-dialog.tsx";
import { useToast } from "./toast.tsx";

/** What the page gives that opens one. */
export interface ConfirmOpening extends Pick<SendDialogProps, "open" | "onClose"> {
  id: string;
  /** For what the page's own reads do not know. */
  onDone?: () => void;
}
interface ConfirmDialogProps<TData>
  extends ConfirmOpening, Pick<SendDialogProps, "title" | "submit" | "tone"> {
  document: TypedDocumentString<TData, { id: string; key: string }>;
  /** What it means. */
  text: string;
  /** Said when it is done. */
  done: string;
}
/** Asks once more before one thing is done to what has the id. */
export function ConfirmDialog<TData>({
  document,
  id,
  text,
  done,
  onDone,
  ...rest
}: ConfirmDialogProps<TData>): ReactNode {
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(document);
  const confirm = async () => {
    if (!(await send({ id })).ok) return;
    toast(done);
    rest.onClose();
    onDone?.();
  };
  return (
    <SendDialog {...rest} sending={sending} refusal={refusal} onSend={confirm}>
      <p>{text}</p>
    </SendDialog>
  );
}
