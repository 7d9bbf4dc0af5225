"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { textOf } from "../../lib/form-values.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form, InputField } from "../../ui/form.tsx";

interface CompareDateProps {
  date: string;
  onClose: () => void;
  onPick: (date: string) => void;
}
/** The first day of a period that is as long as the range. */
export function CompareDate({ date, onClose, onPick }: CompareDateProps): ReactNode {
  const t = useTranslations("reporting.compare");
  return (
    <Dialog open onClose={onClose} title={t("customTitle")} description={t("customText")}>
      <Form refusal={null} onSend={(values: FormData) => onPick(textOf(values, "first"))}>
        <InputField name="first" type="date" required defaultValue={date} label={t("first")} />
        <Button type="submit" tone="primary">
          {t("apply")}
        </Button>
      </Form>
    </Dialog>
  );
}
