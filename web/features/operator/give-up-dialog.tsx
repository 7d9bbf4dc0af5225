"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";

const GiveUpParkedItem = graphql(/* GraphQL */ `
  mutation GiveUpParkedItem($id: ID!, $clickId: ID!, $reason: Text!, $key: String!) {
    giveUpParkedItem(id: $id, clickId: $clickId, reason: $reason, idempotencyKey: $key) {
      __typename
      ... on GiveUpParkedItemOk {
        item {
          id
          clickId
          state
          nextTryAt
        }
      }
      ...Refused
    }
  }
`);

/** The one click that cannot be decided is paid nothing, for good: asked once more, with why. */
export function GiveUp({ id, clickId }: { id: string; clickId: string }): ReactNode {
  const t = useTranslations("parked");
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const { send, sending, refusal } = useSendOnce(GiveUpParkedItem);
  const giveUp = async () => {
    if (!(await send({ id, clickId, reason })).ok) return;
    toast(t("gaveUp"));
    setOpen(false);
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("giveUp")}</Button>
      <SendDialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("giveUpTitle")}
        description={t("giveUpText", { click: clickId })}
        submit={t("giveUp")}
        tone="danger"
        sending={sending}
        refusal={refusal}
        onSend={giveUp}
      >
        <TextField
          name="reason"
          label={t("giveUpReason")}
          hint={t("giveUpReasonHint")}
          required
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </SendDialog>
    </>
  );
}
