"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import { ConfirmDialog, type ConfirmOpening } from "../../ui/confirm-dialog.tsx";

const RemoveProgramLimit = graphql(/* GraphQL */ `
  mutation RemoveProgramLimit($id: ID!, $key: String!) {
    removeProgramLimit(id: $id, idempotencyKey: $key) {
      __typename
      ... on ProgramLimitsOk {
        limits {
          id
        }
      }
      ...Refused
    }
  }
`);

export function RemoveDialog({ name, ...rest }: ConfirmOpening & { name: string }): ReactNode {
  const t = useTranslations("limits.remove");
  return (
    <ConfirmDialog
      {...rest}
      document={RemoveProgramLimit}
      title={t("title", { name })}
      text={t("text")}
      submit={t("submit")}
      tone="danger"
      done={t("done")}
    />
  );
}
