"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { HoldDecision } from "../../gql/graphql.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { CheckField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";

const DecideHeldReport = graphql(/* GraphQL */ `
  mutation DecideHeldReport($program: ID!, $decision: HoldDecision!, $key: String!) {
    decideHeldReport(programId: $program, decision: $decision, idempotencyKey: $key) {
      __typename
      ... on DecideHeldReportOk {
        heldReport {
          id
          state
          decision
        }
      }
      ...Refused
    }
  }
`);

/** Asks once more: what is decided is carried out with the next whole reading. */
export function DecideDialog({
  programId,
  decision,
  onClose,
}: {
  programId: string;
  decision: HoldDecision;
  onClose: () => void;
}): ReactNode {
  const t = useTranslations("holds");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(DecideHeldReport);
  const decide = async () => {
    if (!(await send({ program: programId, decision })).ok) return;
    toast(t("decided"));
    onClose();
  };
  return (
    <SendDialog
      open
      onClose={onClose}
      title={t(`decisions.${decision}`)}
      submit={t(`decisions.${decision}`)}
      tone={decision === "PASS" ? "danger" : "primary"}
      sending={sending}
      refusal={refusal}
      onSend={decide}
    >
      <p>{t(`means.${decision}`)}</p>
      <CheckField name="final" label={t("sure")} required />
    </SendDialog>
  );
}
