"use client";
import { useActionState, type ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { textOf } from "../../lib/form-values.ts";
import { useSend } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Form, InputField } from "../../ui/form.tsx";
import { graphql } from "../../gql/index.ts";
import { signInWithoutScripts } from "./sign-in-action.ts";

const SignIn = graphql(/* GraphQL */ `
  mutation SignIn($email: Line!, $password: Password!) {
    signIn(email: $email, password: $password) {
      __typename
      ... on SignInOk {
        viewer {
          kind
        }
      }
      ...Refused
    }
  }
`);

export function SignInForm({ target }: { target: string }): ReactNode {
  const t = useTranslations("auth");
  const { send, sending, refusal } = useSend(SignIn);
  const [refusalWithoutScripts, postForm] = useActionState(signInWithoutScripts, null);
  const signIn = async (values: FormData) => {
    const sent = await send({
      email: textOf(values, "email"),
      password: textOf(values, "password"),
    });
    if (sent.ok) window.location.assign(target);
  };
  return (
    <>
      <Form refusal={refusal ?? refusalWithoutScripts} action={postForm} onSend={signIn}>
        <input type="hidden" name="next" value={target} />
        <InputField name="email" type="email" autoComplete="username" required label={t("email")} />
        <InputField
          name="password"
          type="password"
          autoComplete="current-password"
          required
          label={t("password")}
        />
        <Button type="submit" tone="primary" busy={sending}>
          {sending ? t("signingIn") : t("signIn")}
        </Button>
      </Form>
      <p className="mt-4 flex flex-wrap justify-between gap-x-4 gap-y-2">
        <Link href="/forgot">{t("forgot")}</Link>
        <span>
          {t("noAccount")} <Link href="/sign-up">{t("createAccount")}</Link>
        </span>
      </p>
    </>
  );
}
