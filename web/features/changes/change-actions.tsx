"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ChangeView_ChangeFragment } from "../../gql/graphql.ts";
import { formatDateTime, zoneName } from "../../lib/format.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { FormAlert } from "../../ui/form.tsx";
import { useToast } from "../../ui/toast.tsx";
import { graphql } from "../../gql/index.ts";
import { WithdrawChangeDialog } from "./change-dialogs.tsx";

const RemindChange = graphql(/* GraphQL */ `
  mutation RemindChange($id: ID!, $key: String!) {
    remindContractChange(id: $id, idempotencyKey: $key) {
      __typename
      ... on ContractChangeOk {
        change {
          id
          remindable
          remindedAt
        }
      }
      ...Refused
    }
  }
`);

const RetryChange = graphql(/* GraphQL */ `
  mutation RetryChange($id: ID!, $key: String!) {
    retryContractChange(id: $id, idempotencyKey: $key) {
      __typename
      ... on ContractChangeOk {
        change {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

interface ChangeActionsProps {
  change: ChangeView_ChangeFragment;
  timeZone: string;
  maySend: boolean;
}
/** Remind who has not answered; try the rest again; take it back before its day. */
export function ChangeActions({ change, timeZone, maySend }: ChangeActionsProps): ReactNode {
  const t = useTranslations("changes");
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const { send, sending, refusal } = useSendOnce(RetryChange);
  const mayRetry =
    change.failed > 0 && (change.state === "SCHEDULED" || change.state === "APPLIED");
  const remind = useSendOnce(RemindChange);
  if (!maySend || (!mayRetry && !change.mayWithdraw && change.asked === 0)) return null;
  const sendReminder = async () => {
    const sent = await remind.send({ id: change.id });
    if (!sent.ok) return;
    toast(t("reminded"));
  };
  const retry = async () => {
    const sent = await send({ id: change.id });
    if (!sent.ok) return;
    toast(t("retried"));
  };
  return (
    <div className="mt-4 flex flex-col gap-3 border-t border-border pt-4">
      {refusal ? <FormAlert>{refusal.message}</FormAlert> : null}
      {remind.refusal ? <FormAlert>{remind.refusal.message}</FormAlert> : null}
      {change.asked > 0 && change.remindedAt ? (
        <p className="text-muted">
          {t("remindedAt", {
            at: formatDateTime(change.remindedAt, timeZone),
            zone: zoneName(timeZone),
          })}
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {change.remindable > 0 ? (
          <Button busy={remind.sending} onClick={() => void sendReminder()}>
            {t("remind", { count: change.remindable })}
          </Button>
        ) : null}
        {mayRetry ? (
          <Button busy={sending} onClick={() => void retry()}>
            {t("retryFailed", { count: change.failed })}
          </Button>
        ) : null}
        {change.mayWithdraw ? (
          <Button onClick={() => setAsking(true)}>{t("withdrawChange")}</Button>
        ) : null}
      </div>
      <WithdrawChangeDialog
        open={asking}
        onClose={() => setAsking(false)}
        id={change.id}
        proposes={change.strategy === "INVITE" || change.approval === "PROPOSE"}
      />
    </div>
  );
}
