"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { textOf } from "../../lib/form-values.ts";
import { useIntentKey } from "../../lib/use-intent-key.ts";
import { useSend } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form, InputField, SelectField } from "../../ui/form.tsx";
import { useToast } from "../../ui/toast.tsx";
import { CreateTestLink } from "./documents.ts";

interface TestLinkDialogProps {
  open: boolean;
  onClose: () => void;
  programId: string;
  /** Partners to choose from; null for a partner, who is always the one. */
  partners: readonly { id: string; name: string }[] | null;
  onCreated: () => void;
}
/** "Test CPC link": a text link ad of its own and a test link to it, in one step. */
export function TestLinkDialog({ open, onClose, programId, partners, onCreated }: TestLinkDialogProps): ReactNode {
  const t = useTranslations("links");
  const toast = useToast();
  const intent = useIntentKey();
  const { send, sending, refusal } = useSend(CreateTestLink);
  const create = async (values: FormData) => {
    const sent = await send({
      programId,
      partnerId: textOf(values, "partnerId") || null,
      name: textOf(values, "name"),
      landingPage: textOf(values, "landingPage").trim() || null,
      key: intent.key,
    });
    if (!sent.ok) return;
    intent.renew();
    toast(t("created", { name: sent.result.link.name }));
    onClose();
    onCreated();
  };
  return (
    <Dialog open={open} onClose={onClose} title={t("createTest")} description={t("createTestText")}>
      <Form refusal={refusal} onSend={(values) => void create(values)}>
        {partners ? (
          <SelectField
            name="partnerId"
            label={t("partner")}
            required
            defaultValue=""
            options={[{ value: "", label: t("choosePartner"), disabled: true }, ...partners.map(({ id, name }) => ({ value: id, label: name }))]}
          />
        ) : null}
        <InputField name="name" label={t("name")} required maxLength={200} defaultValue={t("testName")} />
        <InputField name="landingPage" type="url" label={t("landingPage")} hint={t("landingPageHint")} placeholder="https://" />
        <div>
          <Button type="submit" tone="primary" busy={sending}>
            {t("createTest")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
