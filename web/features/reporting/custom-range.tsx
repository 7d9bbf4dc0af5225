"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { textOf } from "../../lib/form-values.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form, InputField } from "../../ui/form.tsx";
import { daysOf, maxDays } from "./view-state.ts";

interface CustomRangeProps {
  open: boolean;
  from: string;
  to: string;
  onClose: () => void;
  onPick: (from: string, to: string) => void;
}
export function CustomRange({ open, from, to, onClose, onPick }: CustomRangeProps): ReactNode {
  const t = useTranslations("reporting");
  const [wrong, setWrong] = useState(false);
  const pick = (values: FormData) => {
    const [first, last] = [textOf(values, "from"), textOf(values, "to")];
    const fits =
      first !== "" &&
      last !== "" &&
      first <= last &&
      daysOf({ last: "14d", from: first, to: last }) <= maxDays;
    setWrong(!fits);
    if (fits) onPick(first, last);
  };
  return (
    <Dialog open={open} onClose={onClose} title={t("custom")} description={t("customText")}>
      <Form refusal={null} onSend={pick}>
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <InputField name="from" type="date" required defaultValue={from} label={t("from")} />
          <InputField
            name="to"
            type="date"
            required
            defaultValue={to}
            label={t("to")}
            error={wrong ? t("badRange") : null}
          />
        </div>
        <Button type="submit" tone="primary">
          {t("apply")}
        </Button>
      </Form>
    </Dialog>
  );
}
