"use client";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Form, type Refusal } from "./form.tsx";

interface SendDialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  description: string;
  /** On the one button. */
  submit: string;
  sending: boolean;
  refusal: Refusal | null;
  onSend: (values: FormData) => void;
  /** The fields. */
  children: ReactNode;
}
/** A form in a dialog that makes one thing. */
export function SendDialog({ open, onClose, title, description, submit, sending, refusal, onSend, children }: SendDialogProps): ReactNode {
  return (
    <Dialog open={open} onClose={onClose} title={title} description={description}>
      <Form refusal={refusal} onSend={onSend}>
        {children}
        <div>
          <Button type="submit" tone="primary" busy={sending}>
            {submit}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
