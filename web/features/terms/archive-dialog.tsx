"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import { ConfirmDialog, type ConfirmOpening } from "../../ui/confirm-dialog.tsx";

const ArchiveTerms = graphql(/* GraphQL */ `
  mutation ArchiveTerms($id: ID!, $key: String!) {
    archiveTerms(id: $id, idempotencyKey: $key) {
      __typename
      ... on SaveTermsOk {
        terms {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

export function ArchiveDialog({ name, ...rest }: ConfirmOpening & { name: string }): ReactNode {
  const t = useTranslations("terms");
  return (
    <ConfirmDialog
      {...rest}
      document={ArchiveTerms}
      title={t("archiveTitle", { name })}
      text={t("archiveText")}
      submit={t("archive")}
      done={t("archived", { name })}
    />
  );
}
