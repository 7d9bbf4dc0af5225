"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { VerificationDevice, VerificationScope } from "../../gql/graphql.ts";
import { countryOptions } from "../../lib/countries.ts";
import { textOf } from "../../lib/form-values.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { SelectField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";
import { StartVerification } from "./mutations.ts";

interface RunDialogProps {
  open: boolean;
  onClose: () => void;
  program: { id: string; marketplace: string };
  /** Those that are chosen on the board. */
  chosen: readonly string[];
  onBegun: (runId: string) => void;
}
/** Whom to verify, and from where the server clicks. */
export function RunDialog({ open, onClose, program, chosen, onBegun }: RunDialogProps): ReactNode {
  const t = useTranslations("verify.run");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(StartVerification);
  const begin = async (values: FormData) => {
    const scope = textOf(values, "scope") as VerificationScope;
    const sent = await send({
      input: {
        programId: program.id,
        scope,
        partnerIds: scope === "ONE" ? [...chosen] : null,
        country: textOf(values, "country"),
        device: textOf(values, "device") as VerificationDevice,
      },
    });
    if (!sent.ok) return;
    toast(t("begun", { partners: sent.result.run.partners }));
    onBegun(sent.result.run.id);
    onClose();
  };
  const scopes = [
    ...(chosen.length > 0 ? [{ value: "ONE", label: t("chosen", { count: chosen.length }) }] : []),
    { value: "UNVERIFIED", label: t("unverified") },
    { value: "ALL", label: t("all") },
  ];
  return (
    <SendDialog
      open={open}
      onClose={onClose}
      title={t("title")}
      description={t("text")}
      submit={t("begin")}
      sending={sending}
      refusal={refusal}
      onSend={begin}
    >
      <SelectField name="scope" label={t("scope")} options={scopes} />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          name="country"
          label={t("country")}
          defaultValue={program.marketplace}
          options={open ? countryOptions() : []}
        />
        <SelectField
          name="device"
          label={t("device")}
          options={[
            { value: "DESKTOP", label: t("devices.DESKTOP") },
            { value: "PHONE", label: t("devices.PHONE") },
          ]}
        />
      </div>
    </SendDialog>
  );
}
