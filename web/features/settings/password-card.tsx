"use client";
import { useRef, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { textOf } from "../../lib/form-values.ts";
import { useSend } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { Form, InputField } from "../../ui/form.tsx";
import { graphql } from "../../gql/index.ts";
import { useToast } from "../../ui/toast.tsx";

const ChangePassword = graphql(/* GraphQL */ `
  mutation ChangePassword($currentPassword: Password!, $newPassword: Password!) {
    changePassword(currentPassword: $currentPassword, newPassword: $newPassword) {
      __typename
      ... on ChangePasswordOk {
        viewer {
          kind
        }
      }
      ...Refused
    }
  }
`);

export function PasswordCard({ email }: { email: string }): ReactNode {
  const t = useTranslations("settings");
  const toast = useToast();
  const box = useRef<HTMLDivElement>(null);
  const { send, sending, refusal } = useSend(ChangePassword);
  const change = async (values: FormData) => {
    const sent = await send({
      currentPassword: textOf(values, "currentPassword"),
      newPassword: textOf(values, "newPassword"),
    });
    if (!sent.ok) return;
    toast(t("passwordChanged"));
    box.current?.querySelector("form")?.reset();
  };
  return (
    <Card>
      <CardHead title={t("password")} />
      <div ref={box}>
        <Form refusal={refusal} onSend={change}>
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
          <InputField
            name="currentPassword"
            type="password"
            autoComplete="current-password"
            required
            label={t("currentPassword")}
          />
          <InputField
            name="newPassword"
            type="password"
            autoComplete="new-password"
            required
            minLength={10}
            maxLength={200}
            label={t("newPassword")}
            hint={t("newPasswordHint")}
          />
          <div>
            <Button type="submit" busy={sending}>
              {t("changePassword")}
            </Button>
          </div>
        </Form>
      </div>
    </Card>
  );
}
