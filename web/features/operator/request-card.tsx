"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import type { CpcRequestState } from "../../gql/graphql.ts";
import { formatDateTime } from "../../lib/format.ts";
import { useSendEach } from "../../lib/use-send.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Form, TextField } from "../../ui/form.tsx";
import { useToast } from "../../ui/toast.tsx";

const RequestCard_request = graphql(/* GraphQL */ `
  fragment RequestCard_request on CpcRequest {
    id
    brandName
    state
    reason
    requestedAt
    decidedAt
    decisionNote
  }
`);

const ReviewCpcRequest = graphql(/* GraphQL */ `
  mutation ReviewCpcRequest($id: ID!, $state: CpcRequestState!, $note: Text!, $key: String!) {
    reviewCpcRequest(id: $id, state: $state, note: $note, idempotencyKey: $key) {
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
  IN_REVIEW: "info",
  ENABLED: "success",
  REJECTED: "danger",
};

interface RequestCardProps {
  request: FragmentType<typeof RequestCard_request>;
  timeZone: string;
}
export function RequestCard({ request, timeZone }: RequestCardProps): ReactNode {
  const t = useTranslations("operator");
  const { id, brandName, state, reason, requestedAt, decidedAt, decisionNote } = readFragment(
    RequestCard_request,
    request,
  );
  return (
    <Card className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div>
          <h2 className="text-lead">{brandName}</h2>
          <p className="text-caption text-muted">
            {t("requestedAt", { at: formatDateTime(requestedAt, timeZone) })}
          </p>
        </div>
        <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
      </div>
      <blockquote className="max-w-prose border-s-2 border-border ps-3 whitespace-pre-line">
        {reason || t("noReason")}
      </blockquote>
      {decidedAt ? (
        <p className="max-w-prose">
          <span className="text-muted">
            {t("decidedAt", { at: formatDateTime(decidedAt, timeZone) })}
          </span>{" "}
          <span className="whitespace-pre-line">{decisionNote}</span>
        </p>
      ) : (
        <Review id={id} state={state} brand={brandName} />
      )}
    </Card>
  );
}

function Review({
  id,
  state,
  brand,
}: {
  id: string;
  state: CpcRequestState;
  brand: string;
}): ReactNode {
  const t = useTranslations("operator");
  const toast = useToast();
  const [note, setNote] = useState("");
  const { send, sending, refusal } = useSendEach(ReviewCpcRequest);
  const move = async (to: CpcRequestState) => {
    const sent = await send({ id, state: to, note });
    if (!sent.ok) return;
    setNote("");
    toast(t("moved", { brand, state: t(`states.${to}`) }));
  };
  return (
    <Form
      refusal={refusal}
      onSend={() => void move(state === "REQUESTED" ? "IN_REVIEW" : "ENABLED")}
    >
      <TextField
        name="note"
        rows={2}
        label={t("note")}
        hint={t("noteHint")}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" tone="primary" busy={sending}>
          {t(state === "REQUESTED" ? "take" : "enable")}
        </Button>
        {state === "IN_REVIEW" ? (
          <Button busy={sending} onClick={() => void move("REJECTED")}>
            {t("reject")}
          </Button>
        ) : null}
      </div>
    </Form>
  );
}
