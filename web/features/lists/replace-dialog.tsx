"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ExceptionListKind } from "../../gql/graphql.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import type { ConfirmOpening } from "../../ui/confirm-dialog.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form } from "../../ui/form.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { useToast } from "../../ui/toast.tsx";
import { itemsIn, textOf } from "./items.ts";
import { graphql } from "../../gql/index.ts";
import { ItemsFields } from "./items-fields.tsx";

const ExceptionListItems = graphql(/* GraphQL */ `
  query ExceptionListItems($id: ID!) {
    exceptionList(id: $id) {
      id
      kind
      items
    }
  }
`);

const ReplaceExceptionListItems = graphql(/* GraphQL */ `
  mutation ReplaceExceptionListItems($id: ID!, $items: [Line!]!, $key: String!) {
    replaceExceptionListItems(id: $id, items: $items, idempotencyKey: $key) {
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

type ReplaceDialogProps = Omit<ConfirmOpening, "open"> & { name: string };
/** All items anew, beginning with those that are there. */
export function ReplaceDialog({ name, ...rest }: ReplaceDialogProps): ReactNode {
  const t = useTranslations("terms.lists");
  const state = useLoaded(ExceptionListItems, { id: rest.id }, null);
  return (
    <Dialog
      open
      onClose={rest.onClose}
      title={t("replaceTitle", { name })}
      description={t("replaceText")}
    >
      <Panel state={state} skeleton={<RowsSkeleton rows={4} />}>
        {({ exceptionList }) =>
          exceptionList ? (
            <ReplaceForm {...rest} items={exceptionList.items} kind={exceptionList.kind} />
          ) : (
            <p>{t("gone")}</p>
          )
        }
      </Panel>
    </Dialog>
  );
}

function ReplaceForm({
  id,
  items,
  kind,
  onClose,
}: Omit<ReplaceDialogProps, "name"> & {
  items: readonly string[];
  kind: ExceptionListKind;
}): ReactNode {
  const t = useTranslations("terms.lists");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(ReplaceExceptionListItems);
  const [text, setText] = useState(() => textOf(items));
  const replace = async () => {
    const next = itemsIn(text);
    if (!(await send({ id, items: next })).ok) return;
    toast(t("replaced", { count: next.length }));
    onClose();
  };
  return (
    <Form refusal={refusal} onSend={replace}>
      <ItemsFields kind={kind} text={text} onText={setText} />
      <div>
        <Button type="submit" tone="primary" busy={sending}>
          {t("replace")}
        </Button>
      </div>
    </Form>
  );
}
