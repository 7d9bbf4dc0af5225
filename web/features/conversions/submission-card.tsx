"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import type { SubmissionCardFragment } from "../../gql/graphql.ts";
import { formatCount, formatDateTime } from "../../lib/format.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Amount } from "../../ui/amount.tsx";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { FormAlert } from "../../ui/form.tsx";
import { progressClass } from "../../ui/progress.ts";
import { RowHead, Table, Td, Th, wideOnly } from "../../ui/table.tsx";
import { useToast } from "../../ui/toast.tsx";
import { SubmissionRowList } from "./submission-rows.tsx";

export const SubmissionFields = graphql(/* GraphQL */ `
  fragment SubmissionCard on ConversionSubmission {
    id
    source
    name
    state
    rows
    malformed
    done
    booked
    failed
    submittedAt
    preview {
      orders
      leads
      modifications
      reversals
      duplicates
      failing {
        reason
        count
        row
        message
      }
      from
      to
      amounts {
        amount
        currency
      }
    }
    faults {
      row
      path
      message
    }
  }
`);
const ConfirmFile = graphql(/* GraphQL */ `
  mutation ConfirmConversionFile($id: ID!, $key: String!) {
    confirmConversionFile(id: $id, idempotencyKey: $key) {
      __typename
      ... on SubmissionOk {
        submission {
          ...SubmissionCard
        }
      }
      ...Refused
    }
  }
`);
const DiscardFile = graphql(/* GraphQL */ `
  mutation DiscardConversionFile($id: ID!, $key: String!) {
    discardConversionFile(id: $id, idempotencyKey: $key) {
      __typename
      ... on SubmissionOk {
        submission {
          ...SubmissionCard
        }
      }
      ...Refused
    }
  }
`);

const tones: Record<SubmissionCardFragment["state"], Tone> = {
  READING: "waiting",
  PREVIEW: "info",
  REFUSED: "danger",
  DISCARDED: "neutral",
  QUEUED: "waiting",
  IN_PROGRESS: "waiting",
  COMPLETE: "success",
};

interface SubmissionCardProps {
  submission: FragmentType<typeof SubmissionFields>;
  timeZone: string;
  mayWrite: boolean;
  news: number;
  /** In the list, from 1. */
  place: number;
}
/** What was handed in at once: how far it is, what is wrong with it, and its rows. */
export function SubmissionCard({
  submission: given,
  timeZone,
  mayWrite,
  news,
  place,
}: SubmissionCardProps): ReactNode {
  const submission = readFragment(SubmissionFields, given);
  const t = useTranslations("shop");
  const [open, setOpen] = useState(false);
  const { id, state, name, source, faults } = submission;
  const hasRows = !["READING", "REFUSED", "DISCARDED"].includes(state);
  return (
    <Card>
      <CardHead
        title={<span className="break-all">{name ?? t(`sources.${source}`)}</span>}
        actions={<Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>}
      />
      <div className="flex flex-col gap-3">
        <p className="text-muted">
          {t("about", {
            // Several rows may be items of one order.
            counted: hasRows ? "ORDERS" : "ROWS",
            rows: submission.rows,
            source: t(`sources.${source}`),
            at: formatDateTime(submission.submittedAt, timeZone),
          })}
        </p>
        <Standing submission={submission} />
        {state === "PREVIEW" ? <Preview submission={submission} timeZone={timeZone} /> : null}
        {faults.length > 0 ? <Faults submission={submission} place={place} /> : null}
        {state === "PREVIEW" && mayWrite ? <Decision id={id} /> : null}
        {hasRows ? (
          <div>
            <Button aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? t("hideRows") : t("showRows")}
            </Button>
          </div>
        ) : null}
        {open && hasRows ? (
          <SubmissionRowList id={id} timeZone={timeZone} news={news} place={place} />
        ) : null}
      </div>
    </Card>
  );
}

function Standing({ submission }: { submission: SubmissionCardFragment }): ReactNode {
  const t = useTranslations("shop");
  const { state, rows, done, booked, failed } = submission;
  if (state === "READING")
    return (
      <label className="block">
        <span>{t("reading", { rows })}</span>
        <progress className={progressClass} />
      </label>
    );
  if (state === "QUEUED" || state === "IN_PROGRESS")
    return (
      <label className="block">
        <span>{t("progress", { done, rows })}</span>
        <progress className={progressClass} max={Math.max(rows, 1)} value={done} />
      </label>
    );
  return state === "COMPLETE" ? <p>{t("result", { booked, failed })}</p> : null;
}

function Preview({
  submission: { preview },
  timeZone,
}: {
  submission: SubmissionCardFragment;
  timeZone: string;
}): ReactNode {
  const t = useTranslations("shop");
  if (!preview) return null;
  const { orders, leads, modifications, reversals, duplicates, failing, amounts, from, to } =
    preview;
  return (
    <div className="flex flex-col gap-1">
      <p>
        {t("wouldBook", { orders, leads, modifications, reversals })}
        {amounts.length > 0 ? (
          <>
            {" "}
            {t("worth")} <Amount of={amounts} />
          </>
        ) : null}
      </p>
      {from && to ? (
        <p className="text-muted">
          {t("between", { from: formatDateTime(from, timeZone), to: formatDateTime(to, timeZone) })}
        </p>
      ) : null}
      {duplicates > 0 ? <p>{t("duplicates", { count: duplicates })}</p> : null}
      {failing.map(({ reason, count, row, message }) => (
        <p key={reason}>{t("failing", { count, row, message })}</p>
      ))}
    </div>
  );
}

function Faults({
  submission: { state, faults, malformed },
  place,
}: {
  submission: SubmissionCardFragment;
  place: number;
}): ReactNode {
  const t = useTranslations("shop");
  // Those of the head are of no row; of many the first alone are shown.
  const title = t("faults", { count: Math.max(malformed, faults.length) });
  return (
    <>
      <FormAlert>
        {title}. {state === "REFUSED" ? t("refusedText") : t("faultsText")}
      </FormAlert>
      <Table label={t("tableOf", { title, place })} stacked className="max-h-96">
        <thead className={wideOnly}>
          <tr>
            <Th pinned>{t("row")}</Th>
            <Th>{t("field")}</Th>
            <Th>{t("faultAndFix")}</Th>
          </tr>
        </thead>
        <tbody>
          {faults.map(({ row, path, message }, at) => (
            <tr key={at}>
              <RowHead label={t("row")}>{formatCount(row)}</RowHead>
              <Td label={t("field")}>
                {path.filter((part) => part !== "conversions").at(-1) ??
                  t(malformed === 0 ? "wholeFile" : "wholeRow")}
              </Td>
              <Td className="min-w-64">{message}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}

function Decision({ id }: { id: string }): ReactNode {
  const t = useTranslations("shop");
  const toast = useToast();
  const confirm = useSendOnce(ConfirmFile);
  const discard = useSendOnce(DiscardFile);
  const refusal = confirm.refusal ?? discard.refusal;
  const sending = confirm.sending || discard.sending;
  interface Decider {
    send: (variables: { id: string }) => Promise<{ ok: boolean }>;
  }
  const decide = async (by: Decider, told: string) => {
    if ((await by.send({ id })).ok) toast(told);
  };
  return (
    <div className="flex flex-col gap-2">
      {refusal ? <FormAlert>{refusal.message}</FormAlert> : null}
      <div className="flex flex-wrap gap-2">
        <Button
          tone="primary"
          disabled={sending}
          onClick={() => void decide(confirm, t("confirmed"))}
        >
          {t("confirm")}
        </Button>
        <Button disabled={sending} onClick={() => void decide(discard, t("discarded"))}>
          {t("discard")}
        </Button>
      </div>
    </div>
  );
}
