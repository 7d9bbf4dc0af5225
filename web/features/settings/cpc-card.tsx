"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import type { CpcRequestState } from "../../gql/graphql.ts";
import { textOf } from "../../lib/form-values.ts";
import { formatDateTime } from "../../lib/format.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { Form, TextField } from "../../ui/form.tsx";
import { useToast } from "../../ui/toast.tsx";

const CpcCard_request = graphql(/* GraphQL */ `
  fragment CpcCard_request on CpcRequest {
    id
    state
    reason
    requestedAt
    decidedAt
    decisionNote
    events {
      at
      fromState
      toState
      note
    }
  }
`);

const RequestCpc = graphql(/* GraphQL */ `
  mutation RequestCpc($reason: Text!, $key: String!) {
    requestCpc(reason: $reason, idempotencyKey: $key) {
      __typename
      ... on CpcRequestOk {
        request {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

const tones: Record<CpcRequestState, Tone> = {
  REQUESTED: "waiting",
  IN_REVIEW: "waiting",
  ENABLED: "success",
  REJECTED: "danger",
};

interface CpcCardProps {
  request: FragmentType<typeof CpcCard_request> | null;
  /** The account's edition has no CPC at all. */
  isStarter: boolean;
  mayRequest: boolean;
  timeZone: string;
  onRequested: () => void;
}
/** Asks the platform to enable CPC for the account, and shows how far that is. */
export function CpcCard({
  request,
  isStarter,
  mayRequest,
  timeZone,
  onRequested,
}: CpcCardProps): ReactNode {
  const t = useTranslations("settings");
  const facts = readFragment(CpcCard_request, request);
  const isOpen = facts !== null && facts.state !== "REJECTED";
  return (
    <Card>
      <CardHead
        title={t("cpc")}
        actions={
          facts ? (
            <Badge tone={tones[facts.state]}>{t(`cpcStates.${facts.state}`)}</Badge>
          ) : (
            <Badge>{t("cpcNotRequested")}</Badge>
          )
        }
      />
      <p className="max-w-prose text-muted">{facts ? t(`cpcText.${facts.state}`) : t("cpcLead")}</p>
      {facts ? (
        <ol className="mt-3 flex flex-col gap-2 border-s-2 border-border ps-3">
          {facts.events.map((event) => (
            <li key={event.at}>
              <span className="font-medium">{t(`cpcStates.${event.toState}`)}</span>{" "}
              <span className="text-caption text-muted">{formatDateTime(event.at, timeZone)}</span>
              {event.note ? (
                <span className="block max-w-prose whitespace-pre-line text-muted">
                  {event.note}
                </span>
              ) : null}
            </li>
          ))}
        </ol>
      ) : null}
      {isStarter ? (
        <p className="mt-3 max-w-prose rounded-control bg-warning-ground px-3 py-2 text-warning">
          {t("cpcStarter")}
        </p>
      ) : !isOpen && mayRequest ? (
        <RequestForm onRequested={onRequested} />
      ) : !isOpen ? (
        <p className="mt-3">{t("cpcAskAnalyst")}</p>
      ) : null}
    </Card>
  );
}

function RequestForm({ onRequested }: { onRequested: () => void }): ReactNode {
  const t = useTranslations("settings");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(RequestCpc);
  const request = async (values: FormData) => {
    const sent = await send({ reason: textOf(values, "reason") });
    if (!sent.ok) return;
    toast(t("cpcRequested"));
    onRequested();
  };
  return (
    <Form className="mt-3 max-w-prose" refusal={refusal} onSend={request}>
      <TextField
        name="reason"
        label={t("cpcReason")}
        hint={t("cpcReasonHint")}
        required
        maxLength={2000}
      />
      <div>
        <Button type="submit" tone="primary" busy={sending}>
          {t("cpcRequest")}
        </Button>
      </div>
    </Form>
  );
}
