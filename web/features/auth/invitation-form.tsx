"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { InvitationKind } from "../../gql/graphql.ts";
import { textOf } from "../../lib/form-values.ts";
import { useSend } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Form, InputField, SelectField } from "../../ui/form.tsx";
import { graphql } from "../../gql/index.ts";
import { MoneyAndZoneFields } from "./new-account-fields.tsx";

const AcceptInvitation = graphql(/* GraphQL */ `
  mutation AcceptInvitation($input: AcceptInvitationInput!) {
    acceptInvitation(input: $input) {
      __typename
      ... on AcceptInvitationOk {
        viewer {
          kind
        }
      }
      ...Refused
    }
  }
`);

interface InvitationFormProps {
  token: string;
  kind: InvitationKind;
  /** Nobody is signed in and the invited person has no password yet. */
  isNewPerson: boolean;
  /** Partner accounts of the signed-in person that could take the invitation. */
  ownAccounts: readonly { id: string; name: string }[];
}
export function InvitationForm({
  token,
  kind,
  isNewPerson,
  ownAccounts,
}: InvitationFormProps): ReactNode {
  const t = useTranslations("auth");
  const { send, sending, refusal } = useSend(AcceptInvitation);
  const [accountId, setAccountId] = useState(ownAccounts[0]?.id ?? "");
  const makesAccount = kind === "PARTNER" && accountId === "";
  const accept = async (values: FormData) => {
    const word = (name: string) => textOf(values, name);
    const person = isNewPerson ? { name: word("name"), password: word("password") } : {};
    const known = kind === "PARTNER" ? { accountId } : {};
    const account = makesAccount
      ? { accountName: word("accountName"), currency: word("currency"), timeZone: word("timeZone") }
      : known;
    const sent = await send({ input: { token, ...person, ...account } });
    if (sent.ok) window.location.assign("/");
  };
  return (
    <Form refusal={refusal} onSend={accept}>
      {isNewPerson ? (
        <>
          <InputField name="name" required maxLength={200} autoComplete="name" label={t("name")} />
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
        </>
      ) : null}
      {kind === "PARTNER" && ownAccounts.length > 0 ? (
        <SelectField
          name="accountId"
          label={t("useAccount")}
          value={accountId}
          onChange={(event) => setAccountId(event.target.value)}
          options={[
            ...ownAccounts.map(({ id, name }) => ({ value: id, label: name })),
            { value: "", label: t("newAccount") },
          ]}
        />
      ) : null}
      {makesAccount ? (
        <>
          <InputField
            name="accountName"
            required
            maxLength={200}
            autoComplete="organization"
            label={t("accountNamePartner")}
          />
          <MoneyAndZoneFields />
        </>
      ) : null}
      <Button type="submit" tone="primary" busy={sending}>
        {t("accept")}
      </Button>
    </Form>
  );
}
