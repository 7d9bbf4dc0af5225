"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { textOf } from "../../lib/form-values.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { InputField, SelectField } from "../../ui/form.tsx";
import { useToast } from "../../ui/toast.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import type { Choices } from "../partners/choice-types.ts";
import { CreateTrackingLink } from "./documents.ts";
import { PartnerField } from "./partner-field.tsx";

const leads = ["product", "ad", "program"] as const;
type Lead = (typeof leads)[number];

interface LinkDialogProps {
  open: boolean;
  onClose: () => void;
  programId: string;
  partners: Choices | null;
  ads: readonly { id: string; name: string }[];
  onCreated: () => void;
}
/** A live link: to a product page, an ad of the brand, or the program's page. */
export function LinkDialog({ open, onClose, programId, partners, ads, onCreated }: LinkDialogProps): ReactNode {
  const t = useTranslations("links");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(CreateTrackingLink);
  const [lead, setLead] = useState<Lead>("product");
  const create = async (values: FormData) => {
    const word = (name: string) => textOf(values, name).trim() || null;
    const sent = await send({
      input: { programId, partnerId: word("partnerId"), adId: word("adId"), landingPage: word("landingPage"), name: word("name"), sharedId: word("sharedId") },
    });
    if (!sent.ok) return;
    toast(t("created", { name: sent.result.link.name }));
    onClose();
    onCreated();
  };
  return (
    <SendDialog open={open} onClose={onClose} title={t("create")} description={t("createText")} submit={t("create")} sending={sending} refusal={refusal} onSend={create}>
      <PartnerField partners={partners} />
      <SelectField
        name="lead"
        label={t("leadsTo")}
        value={lead}
        onChange={(event) => setLead(event.target.value as Lead)}
        options={leads.filter((each) => each !== "ad" || ads.length > 0).map((each) => ({ value: each, label: t(`leads.${each}`) }))}
      />
      {lead === "product" ? <InputField name="landingPage" type="url" required label={t("productPage")} hint={t("productPageHint")} placeholder="https://" /> : null}
      {lead === "ad" ? <SelectField name="adId" label={t("ad")} required options={ads.map(({ id, name }) => ({ value: id, label: name }))} /> : null}
      <InputField name="name" label={t("nameOptional")} maxLength={200} hint={t("nameHint")} />
      <InputField name="sharedId" label={t("sharedId")} maxLength={255} hint={t("sharedIdHint")} pattern="[A-Za-z0-9]*" />
    </SendDialog>
  );
}
