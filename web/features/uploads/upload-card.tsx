"use client";
import { useState, type ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import type { UploadCardFragment } from "../../gql/graphql.ts";
import { formatCount, formatDateTime, formatPlainDate, formatSecond } from "../../lib/format.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { FormAlert } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { RowHead, Table, Td, Th, wideOnly } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { useToast } from "../../ui/toast.tsx";
import { UploadChanges } from "./upload-changes.tsx";

export const UploadFields = graphql(/* GraphQL */ `
  fragment UploadCard on ReportUpload {
    id
    fileName
    simulated
    state
    grouping
    rowCount
    unusedColumns
    downloadedAt
    createdAt
    failure
    faultCount
    faults {
      row
      column
      fault
      fix
    }
    preview {
      startDate
      endDate
      changed
      unchanged
      stale
      foreign
      masked
      waiting
      parked
      hold {
        ordersBooked
        ordersTaken
        amountTaken {
          amount
          currency
        }
      }
      total {
        ...UploadSums
      }
      partnerCount
      partners {
        partnerId
        partnerName
        sums {
          ...UploadSums
        }
      }
    }
  }
`);
const BookUpload = graphql(/* GraphQL */ `
  mutation BookReportUpload($id: ID!, $key: String!) {
    bookReportUpload(id: $id, idempotencyKey: $key) {
      __typename
      ... on BookReportUploadOk {
        reportUpload {
          ...UploadCard
        }
      }
      ...Refused
    }
  }
`);

const tones: Record<UploadCardFragment["state"], Tone> = {
  READING: "waiting",
  READY: "waiting",
  BOOKING: "waiting",
  HELD: "warning",
  BOOKED: "success",
  FAILED: "danger",
};

interface UploadCardProps {
  upload: FragmentType<typeof UploadFields>;
  timeZone: string;
  /** Where held reports are decided. */
  heldHref: string;
  /** In the list, from 1. */
  place: number;
}
/** A file that was sent: what is wrong with it first, then what it would change. */
export function UploadCard({
  upload: given,
  timeZone,
  heldHref,
  place,
}: UploadCardProps): ReactNode {
  const upload = readFragment(UploadFields, given);
  const t = useTranslations("uploads");
  const { state, preview, failure, faultCount } = upload;
  /** Files may be called alike, and be sent at once. */
  const name = t("sentAt", {
    place,
    name: upload.fileName,
    at: formatSecond(upload.createdAt, timeZone),
  });
  const dates = [preview?.startDate, preview?.endDate]
    .filter((date) => date != null)
    .map(formatPlainDate);
  return (
    <Card>
      <CardHead
        title={<span className="break-all">{upload.fileName}</span>}
        actions={
          <>
            {upload.simulated ? <Badge tone="info">{t("simulated")}</Badge> : null}
            <Standing upload={upload} />
          </>
        }
      />
      <div className="flex flex-col gap-3">
        <p className="text-muted">
          {t("about", {
            rows: upload.rowCount,
            grouping: t(`groupings.${upload.grouping}`),
            dates: [...new Set(dates)].join(" – ") || "–",
            asOf: formatDateTime(upload.downloadedAt, timeZone),
          })}
        </p>
        {failure ? <FormAlert>{failure}</FormAlert> : null}
        {state === "READING" ? <output>{t("reading")}</output> : null}
        {state === "BOOKING" ? <output>{t("booking")}</output> : null}
        {state === "HELD" ? (
          <p>
            {t("held")}{" "}
            <Link href={heldHref} className={textLinkClass}>
              {t("openHeld")}
            </Link>
          </p>
        ) : null}
        {faultCount > 0 ? <Faults upload={upload} name={name} /> : null}
        {preview && faultCount === 0 ? (
          <UploadChanges
            name={name}
            preview={preview}
            grouping={upload.grouping}
            isBooked={state !== "READY"}
          />
        ) : null}
        {upload.unusedColumns.length > 0 ? (
          <p className="text-caption text-muted">
            {t("unused", { names: upload.unusedColumns.join(", ") })}
          </p>
        ) : null}
        {state === "READY" && faultCount === 0 && (preview?.changed ?? 0) > 0 ? (
          <Booking upload={upload} />
        ) : null}
      </div>
    </Card>
  );
}

/** One that waits for a person: for a word, or for another file. */
function Standing({ upload }: { upload: UploadCardFragment }): ReactNode {
  const t = useTranslations("uploads");
  const { state, faultCount, preview } = upload;
  if (state === "READY" && faultCount > 0) return <Badge tone="danger">{t("states.FAULTY")}</Badge>;
  if (state === "READY" && preview?.changed === 0)
    return <Badge tone="neutral">{t("states.NO_NEWS")}</Badge>;
  return <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>;
}

function Faults({
  upload: { faults, faultCount },
  name,
}: {
  upload: UploadCardFragment;
  name: string;
}): ReactNode {
  const t = useTranslations("uploads");
  const title = t("faults", { count: faultCount });
  return (
    <>
      <FormAlert>
        {title}. {t("faultsText")}
      </FormAlert>
      <Table label={t("tableOf", { name, title })} stacked className="max-h-96">
        <thead className={wideOnly}>
          <tr>
            <Th pinned>{t("faultRow")}</Th>
            <Th>{t("faultColumn")}</Th>
            <Th>{t("faultWhy")}</Th>
            <Th>{t("faultFix")}</Th>
          </tr>
        </thead>
        <tbody>
          {faults.map(({ row, column, fault, fix }, at) => (
            <tr key={at}>
              <RowHead label={t("faultRow")}>{formatCount(row)}</RowHead>
              <Td label={t("faultColumn")}>{column || t("wholeRow")}</Td>
              <Td label={t("faultWhy")}>{fault}</Td>
              <Td label={t("faultFix")}>{fix}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {faultCount > faults.length ? (
        <p className="text-caption text-muted">{t("faultMore", { count: faults.length })}</p>
      ) : null}
    </>
  );
}

function Booking({ upload: { id, fileName } }: { upload: UploadCardFragment }): ReactNode {
  const t = useTranslations("uploads");
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const { send, sending, refusal } = useSendOnce(BookUpload);
  const book = async () => {
    if (!(await send({ id })).ok) return;
    toast(t("booked"));
    setAsking(false);
  };
  return (
    <div>
      <Button tone="primary" onClick={() => setAsking(true)}>
        {t("book")}
      </Button>
      <SendDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("bookTitle", { name: fileName })}
        submit={t("book")}
        sending={sending}
        refusal={refusal}
        onSend={book}
      >
        <p>{t("bookText")}</p>
      </SendDialog>
    </div>
  );
}
