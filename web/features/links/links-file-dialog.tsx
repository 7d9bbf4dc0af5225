"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { CreateLinksMutation, NewLinkInput } from "../../gql/graphql.ts";
import { sendFile } from "../../lib/send-file.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormAlert } from "../../ui/form.tsx";
import { SendFileField } from "../../ui/send-file-field.tsx";
import { Table, Td, Th, wideOnly } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";

const CreateLinks = graphql(/* GraphQL */ `
  mutation CreateLinks($programId: ID!, $rows: [NewLinkInput!]!, $key: String!) {
    createLinks(programId: $programId, rows: $rows, idempotencyKey: $key) {
      __typename
      ... on CreateLinksOk {
        made
        csv
        links {
          row
          name
          partnerName
          url
          isNew
        }
      }
      ...Refused
    }
  }
`);

interface LinksFile {
  rows: (NewLinkInput & { row: number })[];
  /** Columns that say nothing here. */
  ignored: string[];
  made: number;
  known: number;
  faults: { row: number; column: string; message: string }[];
}
type Done = Extract<CreateLinksMutation["createLinks"], { __typename: "CreateLinksOk" }>;

/** A small file that the browser makes of a text it has. */
const asFile = (csv: string): string => `data:text/csv;charset=utf-8,${encodeURIComponent(csv)}`;

const shownRows = 20;

interface LinksFileDialogProps {
  open: boolean;
  onClose: () => void;
  programId: string;
  /** Whether rows name their partner. */
  withPartner: boolean;
}
/** Many links from a table: all are made, or none and each fault is told. */
export function LinksFileDialog({
  open,
  onClose,
  programId,
  withPartner,
}: LinksFileDialogProps): ReactNode {
  const t = useTranslations("links");
  const [read, setRead] = useState<LinksFile | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const { send, sending, refusal } = useSendOnce(CreateLinks);
  const close = () => {
    setRead(null);
    setDone(null);
    onClose();
  };
  const create = async () => {
    if (!read) return;
    const sent = await send({ programId, rows: read.rows });
    if (sent.ok) setDone(sent.result);
  };
  const columns = `${withPartner ? "partner," : ""}page,name,shared id`;
  const example = withPartner ? `\r\nNorthwind Deals,B0ABCDEFGH,Tent,spring\r\n` : "\r\n";
  return (
    <Dialog open={open} onClose={close} title={t("fromFile")} description={t("fromFileText")}>
      {done ? (
        <MadeLinks done={done} />
      ) : (
        <div className="flex flex-col gap-4">
          <SendFileField<LinksFile>
            name="file"
            accept=".csv,.txt,.tsv,.xlsx,text/csv"
            label={t("file")}
            hint={t("fileHint", { columns })}
            send={(file) => sendFile<LinksFile>(file, "/files/links", { programId })}
            onSent={setRead}
          />
          <p>
            <a href={asFile(columns + example)} download="links.csv" className={textLinkClass}>
              {t("template")}
            </a>
          </p>
          {read ? <FilePlan read={read} /> : null}
          {refusal ? <FormAlert>{refusal.message}</FormAlert> : null}
          <div>
            <Button
              tone="primary"
              busy={sending}
              disabled={!read || read.faults.length > 0}
              onClick={() => void create()}
            >
              {read ? t("createMany", { count: read.made }) : t("create")}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

/** What the file would make, and what is wrong with which row. */
function FilePlan({ read }: { read: LinksFile }): ReactNode {
  const t = useTranslations("links");
  const { rows, made, known, faults, ignored } = read;
  return (
    <div className="flex flex-col gap-2" aria-live="polite">
      <p>{t("filePlan", { rows: rows.length, made, known })}</p>
      {ignored.length > 0 ? (
        <p className="text-muted">{t("fileIgnored", { names: ignored.join(", ") })}</p>
      ) : null}
      {faults.length > 0 ? (
        <>
          <p className="text-danger">{t("fileFaults", { count: faults.length })}</p>
          <ul className="flex max-h-56 flex-col gap-1 overflow-y-auto text-table">
            {faults.slice(0, shownRows).map(({ row, column, message }) => (
              <li key={`${row} ${column}`} className="break-words">
                {t("fileFault", { row, message })}
              </li>
            ))}
            {faults.length > shownRows ? (
              <li>{t("more", { count: faults.length - shownRows })}</li>
            ) : null}
          </ul>
        </>
      ) : null}
    </div>
  );
}

function MadeLinks({ done }: { done: Done }): ReactNode {
  const t = useTranslations("links");
  const { links, made, csv } = done;
  return (
    <div className="flex flex-col gap-3">
      <p aria-live="polite">{t("madeMany", { count: made, known: links.length - made })}</p>
      <p>
        <a href={asFile(csv)} download="links.csv" className={buttonClass("primary")}>
          {t("downloadAddresses")}
        </a>
      </p>
      <Table label={t("madeTitle")} stacked className="max-h-80">
        <thead className={wideOnly}>
          <tr>
            <Th>{t("name")}</Th>
            <Th>{t("address")}</Th>
          </tr>
        </thead>
        <tbody>
          {links.slice(0, shownRows).map(({ row, name, partnerName, url }) => (
            <tr key={row}>
              <Td>{`${name}, ${partnerName}`}</Td>
              <Td className="font-mono break-all select-all">{url}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {links.length > shownRows ? <p>{t("more", { count: links.length - shownRows })}</p> : null}
    </div>
  );
}
