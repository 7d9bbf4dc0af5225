"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ExceptionListKind } from "../../gql/graphql.ts";
import { textOf as valueOf } from "../../lib/form-values.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { InputField, SelectField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";
import { itemsIn } from "./items.ts";
import { graphql } from "../../gql/index.ts";
import { ItemsFields } from "./items-fields.tsx";

const CreateExceptionList = graphql(/* GraphQL */ `
  mutation CreateExceptionList($input: ExceptionListInput!, $key: String!) {
    createExceptionList(input: $input, idempotencyKey: $key) {
      __typename
      ... on ExceptionListOk {
        list {
          id
        }
      }
      ...Refused
    }
  }
`);

const kinds: ExceptionListKind[] = ["SKU", "CATEGORY", "PROMO_CODE"];

export function NewListDialog({ onClose }: { onClose: () => void }): ReactNode {
  const t = useTranslations("terms.lists");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(CreateExceptionList);
  const [text, setText] = useState("");
  const [kind, setKind] = useState<ExceptionListKind>("SKU");
  const create = async (values: FormData) => {
    const name = valueOf(values, "name").trim();
    if (!(await send({ input: { kind, name, items: itemsIn(text) } })).ok) return;
    toast(t("created", { name }));
    onClose();
  };
  return (
    <SendDialog
      open
      onClose={onClose}
      title={t("newTitle")}
      description={t("newText")}
      submit={t("save")}
      sending={sending}
      refusal={refusal}
      onSend={create}
    >
      <InputField name="name" label={t("name")} hint={t("nameHint")} required maxLength={100} />
      <SelectField
        name="kind"
        label={t("kind")}
        value={kind}
        onChange={(event) => setKind(event.target.value as ExceptionListKind)}
        options={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
      />
      <ItemsFields key={kind} kind={kind} text={text} onText={setText} />
    </SendDialog>
  );
}
