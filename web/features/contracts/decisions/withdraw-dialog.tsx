"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../../gql/index.ts";
import { ConfirmDialog, type ConfirmOpening } from "../../../ui/confirm-dialog.tsx";

const WithdrawContract = graphql(/* GraphQL */ `
  mutation WithdrawContract($id: ID!, $key: String!) {
    withdrawContract(id: $id, idempotencyKey: $key) {
      __typename
      ... on ContractOk {
        contract {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

export function WithdrawDialog({
  partner,
  ...rest
}: ConfirmOpening & { partner: string }): ReactNode {
  const t = useTranslations("contracts");
  const [title, done] = [t("withdrawTitle", { partner }), t("withdrawn", { partner })];
  return (
    <ConfirmDialog
      {...rest}
      document={WithdrawContract}
      title={title}
      text={t("withdrawText")}
      submit={t("withdraw")}
      tone="danger"
      done={done}
    />
  );
}
