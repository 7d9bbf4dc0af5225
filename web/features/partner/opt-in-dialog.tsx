"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import { ConfirmDialog, type ConfirmOpening } from "../../ui/confirm-dialog.tsx";

const OptInToChange = graphql(/* GraphQL */ `
  mutation OptInToChange($id: ID!, $key: String!) {
    optInToChange(id: $id, idempotencyKey: $key) {
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

/** In force at once, for this partner alone, and for good. */
export function OptInDialog(props: ConfirmOpening): ReactNode {
  const t = useTranslations("partner");
  return (
    <ConfirmDialog
      {...props}
      document={OptInToChange}
      title={t("optInTitle")}
      text={t("optInText")}
      submit={t("optIn")}
      done={t("optedIn")}
    />
  );
}
