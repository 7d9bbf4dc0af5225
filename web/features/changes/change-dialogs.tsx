"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import { ConfirmDialog, type ConfirmOpening } from "../../ui/confirm-dialog.tsx";

const DiscardChangeDraft = graphql(/* GraphQL */ `
  mutation DiscardChangeDraft($id: ID!, $key: String!) {
    discardContractChangeDraft(id: $id, idempotencyKey: $key) {
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

const WithdrawChange = graphql(/* GraphQL */ `
  mutation WithdrawChange($id: ID!, $key: String!) {
    withdrawContractChange(id: $id, idempotencyKey: $key) {
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

/**
 * Before its day nothing has changed, and nothing will; that partners are told stands in the
 * question.
 */
export function WithdrawChangeDialog({
  proposes,
  ...rest
}: ConfirmOpening & { proposes: boolean }): ReactNode {
  const t = useTranslations("changes");
  const text = proposes ? t("withdrawProposals") : t("withdrawText");
  return (
    <ConfirmDialog
      {...rest}
      document={WithdrawChange}
      title={t("withdrawTitle")}
      text={text}
      submit={t("withdraw")}
      tone="danger"
      done={t("withdrawn")}
    />
  );
}

export function DiscardDraftDialog(props: ConfirmOpening): ReactNode {
  const t = useTranslations("changes");
  return (
    <ConfirmDialog
      {...props}
      document={DiscardChangeDraft}
      title={t("discardTitle")}
      text={t("discardText")}
      submit={t("discard")}
      tone="danger"
      done={t("discarded")}
    />
  );
}
