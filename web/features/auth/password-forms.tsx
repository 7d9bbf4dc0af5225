"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { textOf } from "../../lib/form-values.ts";
import { useSend } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { graphql } from "../../gql/index.ts";
import { Form, InputField } from "../../ui/form.tsx";

const RequestPasswordReset = graphql(/* GraphQL */ `
  mutation RequestPasswordReset($email: Line!) {
    requestPasswordReset(email: $email) {
      __typename
      ... on RequestPasswordResetOk {
        validMinutes
      }
    }
  }
`);

const ResetPassword = graphql(/* GraphQL */ `
  mutation ResetPassword($token: Token!, $password: Password!) {
    resetPassword(token: $token, password: $password) {
      __typename
      ... on ResetPasswordOk {
        email
      }
      ...Refused
    }
  }
`);

export function ForgotForm(): ReactNode {
  const t = useTranslations("auth");
  const { send, sending, refusal } = useSend(RequestPasswordReset);
  const [done, setDone] = useState<{ email: string; minutes: number } | null>(null);
  const ask = async (values: FormData) => {
    const email = textOf(values, "email");
    const sent = await send({ email });
    if (sent.ok) setDone({ email, minutes: sent.result.validMinutes });
  };
  return (
    <>
      <Form refusal={refusal} onSend={ask}>
        <InputField name="email" type="email" required autoComplete="username" label={t("email")} />
        <Button type="submit" tone="primary" busy={sending}>
          {t("sendLink")}
        </Button>
      </Form>
      <output className="mt-4 block empty:hidden">{done ? t("linkSent", done) : null}</output>
    </>
  );
}

export function ResetForm({ token }: { token: string }): ReactNode {
  const t = useTranslations("auth");
  const { send, sending, refusal } = useSend(ResetPassword);
  const [done, setDone] = useState(false);
  const reset = async (values: FormData) => {
    const sent = await send({ token, password: textOf(values, "password") });
    if (sent.ok) setDone(true);
  };
  if (done) return <output>{t("resetDone")}</output>;
  return (
    <Form refusal={refusal} onSend={reset}>
      <InputField
        name="password"
        type="password"
        required
        minLength={10}
        maxLength={200}
        autoComplete="new-password"
        label={t("newPassword")}
        hint={t("passwordHint")}
      />
      <Button type="submit" tone="primary" busy={sending}>
        {t("setPassword")}
      </Button>
    </Form>
  );
}
