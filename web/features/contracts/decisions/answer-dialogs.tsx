"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import {
  VersionView_VersionFragmentDoc,
  type ContractText_ContractFragment,
  type ContractGroupsQuery,
} from "../../../gql/graphql.ts";
import { textOf } from "../../../lib/form-values.ts";
import { useSendOnce } from "../../../lib/use-send.ts";
import { TextField } from "../../../ui/form.tsx";
import { SendDialog } from "../../../ui/send-dialog.tsx";
import { useToast } from "../../../ui/toast.tsx";
import { graphql, readFragment } from "../../../gql/index.ts";
import { GroupChoices } from "./group-choices.tsx";

const AcceptContract = graphql(/* GraphQL */ `
  mutation AcceptContract($id: ID!, $groupIds: [ID!], $key: String!) {
    acceptContract(id: $id, groupIds: $groupIds, idempotencyKey: $key) {
      __typename
      ... on ContractOk {
        contract {
          id
          state
          ...ContractText_contract
        }
      }
      ...Refused
    }
  }
`);

const DeclineContract = graphql(/* GraphQL */ `
  mutation DeclineContract($id: ID!, $reason: Text, $key: String!) {
    declineContract(id: $id, reason: $reason, idempotencyKey: $key) {
      __typename
      ... on ContractOk {
        contract {
          id
          state
          ...ContractText_contract
        }
      }
      ...Refused
    }
  }
`);

interface AnswerDialogProps {
  /** Who answers. */
  space: "brand" | "partner";
  facts: ContractText_ContractFragment;
  /** Who proposed. */
  other: string;
  onClose: () => void;
}
/** A brand may put the partner into groups with the acceptance. */
export function AcceptDialog({
  space,
  facts,
  other,
  groups,
  onClose,
}: AnswerDialogProps & { groups: ContractGroupsQuery | null }): ReactNode {
  const t = useTranslations("contracts.answer");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(AcceptContract);
  const [groupIds, setGroupIds] = useState<readonly string[]>([]);
  const accept = async () => {
    if (!(await send({ id: facts.id, groupIds: [...groupIds] })).ok) return;
    toast(t(`${space}.accepted`, { other }));
    onClose();
  };
  const days = readFragment(VersionView_VersionFragmentDoc, facts.version).noticeDays;
  const text = (
    <p>
      {space === "brand" && facts.switches
        ? t("brand.acceptSwitches", { days })
        : t(`${space}.acceptText`, { other, days })}
    </p>
  );
  // The choice of groups has a form of its own.
  const before = groups ? (
    <>
      {text}
      <GroupChoices
        partnerId={facts.partnerAccountId}
        first={groups}
        chosen={groupIds}
        onChange={setGroupIds}
      />
    </>
  ) : null;
  const title = t(`${space}.acceptTitle`, { other, terms: facts.termsName });
  return (
    <SendDialog
      open
      onClose={onClose}
      title={title}
      submit={t("accept")}
      sending={sending}
      refusal={refusal}
      onSend={accept}
      before={before}
    >
      {before ? null : text}
    </SendDialog>
  );
}

export function DeclineDialog({ space, facts, other, onClose }: AnswerDialogProps): ReactNode {
  const t = useTranslations("contracts.answer");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(DeclineContract);
  const decline = async (values: FormData) => {
    if (!(await send({ id: facts.id, reason: textOf(values, "reason").trim() || null })).ok) return;
    toast(t(`${space}.declined`, { other }));
    onClose();
  };
  const title = t(`${space}.declineTitle`, { other, terms: facts.termsName });
  return (
    <SendDialog
      open
      onClose={onClose}
      title={title}
      submit={t("decline")}
      tone="danger"
      sending={sending}
      refusal={refusal}
      onSend={decline}
    >
      <p>{t(`${space}.declineText`)}</p>
      <TextField name="reason" label={t("reason", { other })} maxLength={5000} />
    </SendDialog>
  );
}
