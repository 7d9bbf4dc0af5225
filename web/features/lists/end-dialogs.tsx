"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import { ConfirmDialog, type ConfirmOpening } from "../../ui/confirm-dialog.tsx";

const CloseExceptionList = graphql(/* GraphQL */ `
  mutation CloseExceptionList($id: ID!, $key: String!) {
    closeExceptionList(id: $id, idempotencyKey: $key) {
      __typename
      ... on ExceptionListOk {
        list {
          id
        }
      }
      ...Refused
    }
  }
`);

const DeactivateExceptionList = graphql(/* GraphQL */ `
  mutation DeactivateExceptionList($id: ID!, $key: String!) {
    deactivateExceptionList(id: $id, idempotencyKey: $key) {
      __typename
      ... on ExceptionListOk {
        list {
          id
        }
      }
      ...Refused
    }
  }
`);

type EndDialogProps = ConfirmOpening & { name: string };

export function CloseDialog({ name, ...rest }: EndDialogProps): ReactNode {
  const t = useTranslations("terms.lists");
  return (
    <ConfirmDialog
      {...rest}
      document={CloseExceptionList}
      title={t("closeTitle", { name })}
      text={t("closeText")}
      submit={t("closeSubmit")}
      done={t("closed", { name })}
    />
  );
}

export function DeactivateDialog({ name, ...rest }: EndDialogProps): ReactNode {
  const t = useTranslations("terms.lists");
  return (
    <ConfirmDialog
      {...rest}
      document={DeactivateExceptionList}
      title={t("deactivateTitle", { name })}
      text={t("deactivateText")}
      submit={t("deactivate")}
      tone="danger"
      done={t("deactivated", { name })}
    />
  );
}
