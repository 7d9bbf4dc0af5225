"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { textOf } from "../../lib/form-values.ts";
import { useSend } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { fieldOf, InputField, SelectField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { graphql } from "../../gql/index.ts";
import { firstScopes, scopeName, type KeyScope } from "./scopes.ts";

const CreateApiKey = graphql(/* GraphQL */ `
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      __typename
      ... on CreateApiKeyOk {
        secret
        apiKey {
          id
          name
        }
      }
      ...Refused
    }
  }
`);

const expiries = ["30", "90", "365", ""] as const;

interface KeyDialogProps {
  open: boolean;
  onClose: () => void;
  scopes: readonly KeyScope[];
}
/** Makes a key and shows it: this once. */
export function KeyDialog({ open, onClose, scopes }: KeyDialogProps): ReactNode {
  const t = useTranslations("developer");
  const [secret, setSecret] = useState<string | null>(null);
  const { send, sending, refusal } = useSend(CreateApiKey);
  const create = async (values: FormData) => {
    const days = textOf(values, "expiresInDays");
    const chosen = values.getAll("scopes").filter((scope) => typeof scope === "string");
    const sent = await send({
      input: {
        name: textOf(values, "name"),
        scopes: chosen.map(scopeName),
        expiresInDays: days === "" ? null : Number(days),
      },
    });
    if (!sent.ok) return;
    setSecret(sent.result.secret);
  };
  const close = () => {
    setSecret(null);
    onClose();
  };
  if (secret !== null)
    return (
      <Dialog open={open} onClose={close} title={t("keyMade")} description={t("keyOnce")}>
        <div className="flex flex-col items-start gap-3">
          <p className="w-full rounded-control bg-sunken px-3 py-2 font-mono break-all select-all">
            {secret}
          </p>
          <div className="flex gap-2">
            <CopyButton text={secret} label={t("copyKey")} tone="primary" />
            <Button size="small" onClick={close}>
              {t("keyStored")}
            </Button>
          </div>
        </div>
      </Dialog>
    );
  return (
    <SendDialog
      open={open}
      onClose={close}
      title={t("createKey")}
      description={t("createKeyText")}
      submit={t("createKey")}
      sending={sending}
      refusal={refusal}
      onSend={create}
    >
      <InputField
        name="name"
        label={t("name")}
        required
        maxLength={100}
        placeholder={t("namePlaceholder")}
      />
      <fieldset>
        <legend className="mb-1 font-medium">{t("scopes")}</legend>
        {refusal && fieldOf(refusal) === "scopes" ? (
          <p role="alert" className="mb-1 text-caption text-danger">
            {refusal.message}
          </p>
        ) : null}
        <div className="grid gap-1 sm:grid-cols-2">
          {scopes.map((scope) => (
            <label
              key={scope}
              htmlFor={`scope-${scope}`}
              className="flex min-h-6 items-center gap-2"
            >
              <input
                id={`scope-${scope}`}
                type="checkbox"
                name="scopes"
                value={scope}
                defaultChecked={firstScopes.includes(scope)}
                className="size-4 accent-primary"
              />
              <span className="font-mono text-table">{scope}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <SelectField
        name="expiresInDays"
        label={t("expires")}
        defaultValue="90"
        options={expiries.map((days) => ({
          value: days,
          label: days === "" ? t("never") : t("days", { days }),
        }))}
      />
    </SendDialog>
  );
}
