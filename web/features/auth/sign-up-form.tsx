"use client";
import { useState, type ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { textOf } from "../../lib/form-values.ts";
import { useSend } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Form, InputField } from "../../ui/form.tsx";
import { MoneyAndZoneFields } from "./new-account-fields.tsx";
import { graphql } from "../../gql/index.ts";

const SignUp = graphql(/* GraphQL */ `
  mutation SignUp($input: SignUpInput!) {
    signUp(input: $input) {
      __typename
      ... on SignUpOk {
        viewer {
          kind
        }
      }
      ...Refused
    }
  }
`);

const kinds = [
  { value: "BRAND", label: "kindBrand", hint: "kindBrandHint" },
  { value: "PARTNER", label: "kindPartner", hint: "kindPartnerHint" },
] as const;

export function SignUpForm(): ReactNode {
  const t = useTranslations("auth");
  const [kind, setKind] = useState<(typeof kinds)[number]["value"]>("BRAND");
  const { send, sending, refusal } = useSend(SignUp);
  const signUp = async (values: FormData) => {
    const word = (name: string) => textOf(values, name);
    const input = {
      kind,
      accountName: word("accountName"),
      name: word("name"),
      email: word("email"),
      password: word("password"),
      currency: word("currency"),
      timeZone: word("timeZone"),
    };
    const sent = await send({ input });
    if (sent.ok) window.location.assign("/");
  };
  return (
    <Form refusal={refusal} onSend={signUp}>
      <fieldset>
        <legend className="mb-1 font-medium">{t("kind")}</legend>
        <div className="grid grid-cols-1 gap-2 sm:grid-cols-2">
          {kinds.map(({ value, label, hint }) => (
            <label
              key={value}
              htmlFor={`kind-${value}`}
              className={clsx(
                "grid cursor-pointer grid-cols-[auto_1fr] items-start gap-x-2 rounded-card border",
                "border-border-strong p-3 has-checked:border-primary has-checked:bg-info-ground",
              )}
            >
              <input
                id={`kind-${value}`}
                type="radio"
                name="kind"
                value={value}
                checked={kind === value}
                onChange={() => setKind(value)}
                className="mt-0.5 size-4 accent-primary"
              />
              <span className="font-medium">{t(label)}</span>
              <span className="col-start-2 text-caption text-muted">{t(hint)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <InputField
        name="accountName"
        required
        maxLength={200}
        autoComplete="organization"
        label={kind === "BRAND" ? t("accountNameBrand") : t("accountNamePartner")}
      />
      <InputField name="name" required maxLength={200} autoComplete="name" label={t("name")} />
      <InputField name="email" type="email" required autoComplete="username" label={t("email")} />
      <InputField
        name="password"
        type="password"
        required
        minLength={10}
        maxLength={200}
        autoComplete="new-password"
        label={t("password")}
        hint={t("passwordHint")}
      />
      <MoneyAndZoneFields />
      <Button type="submit" tone="primary" busy={sending}>
        {t("signUp")}
      </Button>
    </Form>
  );
}
