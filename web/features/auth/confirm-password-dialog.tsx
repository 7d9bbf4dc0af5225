"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import { settleConfirmation } from "../../lib/session-end.ts";
import { textOf } from "../../lib/form-values.ts";
import { nothing } from "../../lib/touched.ts";
import { useSend } from "../../lib/use-send.ts";
import { InputField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";

const ConfirmPassword = graphql(/* GraphQL */ `
  mutation ConfirmPassword($password: Password!) {
    confirmPassword(password: $password) {
      __typename
      ... on ConfirmPasswordOk {
        until
      }
      ...Refused
    }
  }
`);

/** Asks above the page for the password, then lets go on what waits for it. */
export function ConfirmPasswordDialog({ email }: { email: string }): ReactNode {
  const t = useTranslations("auth.confirm");
  const { send, sending, refusal } = useSend(ConfirmPassword, nothing);
  const confirm = async (values: FormData) => {
    if ((await send({ password: textOf(values, "password") })).ok) settleConfirmation(true);
  };
  return (
    <SendDialog
      open
      onClose={() => settleConfirmation(false)}
      title={t("title")}
      description={t("text")}
      submit={t("submit")}
      sending={sending}
      refusal={refusal}
      onSend={confirm}
    >
      <InputField
        name="email"
        type="email"
        autoComplete="username"
        readOnly
        label={t("email")}
        value={email}
      />
      <InputField
        name="password"
        type="password"
        autoComplete="current-password"
        required
        label={t("password")}
      />
    </SendDialog>
  );
}
