"use client";
import type { ReactNode } from "react";
import { Button, type ButtonTone } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Form, type FormProps } from "./form.tsx";

export interface SendDialogProps extends Required<Pick<FormProps, "refusal" | "onSend">> {
  open: boolean;
  onClose: () => void;
  title: string;
  /** One sentence below the title. */
  description?: string;
  /** On the one button. */
  submit: string;
  tone?: ButtonTone;
  sending: boolean;
  /** What stands above the form and not in it. */
  before?: ReactNode;
  /** What stands in the form above its button. */
  children?: ReactNode;
}
/** A form in a dialog that asks for one thing. */
export function SendDialog({
  open,
  onClose,
  title,
  description,
  submit,
  tone = "primary",
  sending,
  refusal,
  onSend,
  before,
  children,
}: SendDialogProps): ReactNode {
  const form = (
    <Form refusal={refusal} onSend={onSend}>
      {children}
      <div>
        <Button type="submit" tone={tone} busy={sending}>
          {submit}
        </Button>
      </div>
    </Form>
  );
  return (
    <Dialog open={open} onClose={onClose} title={title} description={description}>
      {before ? (
        <div className="flex flex-col gap-4">
          {before}
          {form}
        </div>
      ) : (
        form
      )}
    </Dialog>
  );
}
