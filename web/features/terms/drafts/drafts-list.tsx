"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { brandPages } from "../../../lib/addresses.ts";
import { graphql, readFragment, type FragmentType } from "../../../gql/index.ts";
import type { DraftsList_DraftFragment, TermsDraftsQuery } from "../../../gql/graphql.ts";
import type { Loaded } from "../../../lib/failure.ts";
import { formatDateTime } from "../../../lib/format.ts";
import { textOf } from "../../../lib/form-values.ts";
import { useLoaded } from "../../../lib/use-loaded.ts";
import { useSendOnce } from "../../../lib/use-send.ts";
import { Button } from "../../../ui/button.tsx";
import { Card, CardHead } from "../../../ui/card.tsx";
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx";
import { InputField } from "../../../ui/form.tsx";
import { SendDialog } from "../../../ui/send-dialog.tsx";
import { textLinkClass } from "../../../ui/text-link.ts";
import { useToast } from "../../../ui/toast.tsx";

const DraftsList_draft = graphql(/* GraphQL */ `
  fragment DraftsList_draft on TermsDraft {
    id
    name
    termsId
    termsName
    isMine
    changedByName
    changedAt
  }
`);

const TermsDrafts = graphql(/* GraphQL */ `
  query TermsDrafts($programId: ID!) {
    termsDrafts(programId: $programId) {
      id
      ...DraftsList_draft
    }
  }
`);

const RenameTermsDraft = graphql(/* GraphQL */ `
  mutation RenameTermsDraft($id: ID!, $name: Line!, $key: String!) {
    renameTermsDraft(id: $id, name: $name, idempotencyKey: $key) {
      __typename
      ... on TermsDraftOk {
        draft {
          id
          name
        }
      }
      ...Refused
    }
  }
`);

const DeleteTermsDraft = graphql(/* GraphQL */ `
  mutation DeleteTermsDraft($id: ID!, $key: String!) {
    deleteTermsDraft(id: $id, idempotencyKey: $key) {
      __typename
      ... on DeleteTermsDraftOk {
        id
      }
      ...Refused
    }
  }
`);

/** Where a draft is written on. */
const draftAddress = (
  code: string,
  { id, termsId }: { id: string; termsId: string | null },
): string => {
  const { terms } = brandPages(code);
  return termsId === null ? `${terms}/new?draft=${id}` : `${terms}/${termsId}/next?draft=${id}`;
};

interface DraftsListProps {
  program: { id: string; code: string };
  timeZone: string;
  first: Loaded<TermsDraftsQuery>;
  /** Those of these terms alone (null: of new terms); without it all. */
  of?: { termsId: string | null; except: string | null };
}
/** What the brand's people write and have not published; nothing where there is none. */
export function DraftsList({ program, timeZone, first, of }: DraftsListProps): ReactNode {
  const t = useTranslations("drafts");
  const { data } = useLoaded(TermsDrafts, { programId: program.id }, first);
  const rows = (data?.termsDrafts ?? [])
    .map((row) => readFragment(DraftsList_draft, row as FragmentType<typeof DraftsList_draft>))
    .filter((row) => !of || (row.termsId === of.termsId && row.id !== of.except));
  if (rows.length === 0) return null;
  return (
    <Card className="mb-3">
      <CardHead title={t("title", { count: rows.length })} />
      <ul className="flex flex-col divide-y divide-border">
        {rows.map((row) => (
          <DraftRow key={row.id} row={row} code={program.code} timeZone={timeZone} />
        ))}
      </ul>
    </Card>
  );
}

interface DraftRowProps {
  row: DraftsList_DraftFragment;
  code: string;
  timeZone: string;
}
function DraftRow({ row, code, timeZone }: DraftRowProps): ReactNode {
  const t = useTranslations("drafts");
  const [asking, setAsking] = useState<"rename" | "delete" | null>(null);
  const close = () => setAsking(null);
  const { id, name, termsName } = row;
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 py-2">
      <div className="min-w-0">
        {/* A page of its own each time: the form on this one would go on with its own words. */}
        <a href={draftAddress(code, row)} className={textLinkClass}>
          {name}
        </a>
        <p className="text-caption text-subtle">
          {termsName === null ? t("ofNew") : t("ofTerms", { name: termsName })} ·{" "}
          {t("savedBy", {
            who: row.changedByName ?? t("somebody"),
            at: formatDateTime(row.changedAt, timeZone),
          })}
        </p>
      </div>
      <div className="flex gap-2">
        <Button
          size="small"
          tone="quiet"
          aria-label={t("renameOf", { name })}
          onClick={() => setAsking("rename")}
        >
          {t("rename")}
        </Button>
        <Button
          size="small"
          tone="quiet"
          aria-label={t("deleteOf", { name })}
          onClick={() => setAsking("delete")}
        >
          {t("delete")}
        </Button>
      </div>
      {asking === "rename" ? <RenameDraft id={id} name={name} onClose={close} /> : null}
      <ConfirmDialog
        open={asking === "delete"}
        onClose={close}
        id={id}
        document={DeleteTermsDraft}
        title={t("deleteTitle", { name })}
        text={t("deleteText")}
        submit={t("delete")}
        tone="danger"
        done={t("deleted", { name })}
      />
    </li>
  );
}

function RenameDraft({
  id,
  name,
  onClose,
}: {
  id: string;
  name: string;
  onClose: () => void;
}): ReactNode {
  const t = useTranslations("drafts");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(RenameTermsDraft);
  const rename = async (values: FormData) => {
    const sent = await send({ id, name: textOf(values, "name") });
    if (!sent.ok) return;
    toast(t("renamed", { name: sent.result.draft.name }));
    onClose();
  };
  return (
    <SendDialog
      open
      onClose={onClose}
      title={t("renameOf", { name })}
      submit={t("rename")}
      sending={sending}
      refusal={refusal}
      onSend={rename}
    >
      <InputField name="name" label={t("name")} required maxLength={100} defaultValue={name} />
    </SendDialog>
  );
}
