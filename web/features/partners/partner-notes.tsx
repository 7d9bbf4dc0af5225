"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { PartnerNotesQuery } from "../../gql/graphql.ts";
import { formatDateTime } from "../../lib/format.ts";
import { textOf } from "../../lib/form-values.ts";
import { usePages } from "../../lib/use-pages.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Form, TextField } from "../../ui/form.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { TextParagraphs } from "../changes/text-paragraphs.tsx";

const PartnerNotesList = graphql(/* GraphQL */ `
  query PartnerNotes($partnerId: ID!, $after: String) {
    partnerNotes(partnerId: $partnerId, first: 25, after: $after) {
      nodes {
        id
        text
        author
        isOwn
        createdAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const AddPartnerNote = graphql(/* GraphQL */ `
  mutation AddPartnerNote($partnerId: ID!, $text: Text!, $key: String!) {
    addPartnerNote(partnerId: $partnerId, text: $text, idempotencyKey: $key) {
      __typename
      ... on AddPartnerNoteOk {
        note {
          id
        }
      }
      ...Refused
    }
  }
`);
const DeletePartnerNote = graphql(/* GraphQL */ `
  mutation DeletePartnerNote($id: ID!, $key: String!) {
    deletePartnerNote(id: $id, idempotencyKey: $key) {
      __typename
      ... on DeletePartnerNoteOk {
        id
      }
      ...Refused
    }
  }
`);
const pick = (data: PartnerNotesQuery) => data.partnerNotes;

interface PartnerNotesProps {
  partnerId: string;
  timeZone: string;
}
/** What the brand's people note for each other; the partner does not see it. */
export function PartnerNotes({ partnerId, timeZone }: PartnerNotesProps): ReactNode {
  const t = useTranslations("partnerPage");
  const list = usePages(PartnerNotesList, { partnerId, after: null }, null, pick);
  const { send, sending, refusal } = useSendOnce(AddPartnerNote);
  const [written, setWritten] = useState(0);
  const [deleting, setDeleting] = useState<string | null>(null);
  const add = async (values: FormData) => {
    const sent = await send({ partnerId, text: textOf(values, "text") });
    if (sent.ok) setWritten(written + 1);
  };
  return (
    <Card>
      <CardHead title={t("notes")} />
      <Form key={written} refusal={refusal} onSend={add} className="mb-4">
        <TextField name="text" label={t("note")} hint={t("noteHint")} required maxLength={2000} />
        <div>
          <Button type="submit" busy={sending}>
            {t("addNote")}
          </Button>
        </div>
      </Form>
      <PagedList list={list} skeletonRows={3}>
        {(notes) => (
          <ul className="flex flex-col divide-y divide-border">
            {notes.map(({ id, text, author, isOwn, createdAt }) => (
              <li key={id} className="py-3">
                <TextParagraphs text={text} />
                <p className="mt-1 flex flex-wrap items-center gap-2 text-caption text-muted">
                  {author ?? t("formerMember")} · {formatDateTime(createdAt, timeZone)}
                  {isOwn ? (
                    <Button size="small" onClick={() => setDeleting(id)}>
                      {t("deleteNote")}
                    </Button>
                  ) : null}
                </p>
              </li>
            ))}
          </ul>
        )}
      </PagedList>
      {deleting === null ? null : (
        <ConfirmDialog
          open
          id={deleting}
          document={DeletePartnerNote}
          title={t("deleteTitle")}
          text={t("deleteText")}
          submit={t("deleteNote")}
          tone="danger"
          done={t("deleted")}
          onClose={() => setDeleting(null)}
        />
      )}
    </Card>
  );
}
