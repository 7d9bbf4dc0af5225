"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ProgramSettingsQuery } from "../../gql/graphql.ts";
import { textOf } from "../../lib/form-values.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { FormAlert, InputField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { graphql } from "../../gql/index.ts";
import { useToast } from "../../ui/toast.tsx";

const AddEventType = graphql(/* GraphQL */ `
  mutation AddEventType(
    $programId: ID!
    $kind: EventTypeKind!
    $code: Token!
    $name: Name!
    $key: String!
  ) {
    addEventType(
      programId: $programId
      kind: $kind
      code: $code
      name: $name
      idempotencyKey: $key
    ) {
      __typename
      ... on EventTypeOk {
        program {
          id
        }
      }
      ...Refused
    }
  }
`);

const SetEventTypeState = graphql(/* GraphQL */ `
  mutation SetEventTypeState($id: ID!, $state: EventTypeState!, $key: String!) {
    setEventTypeState(id: $id, state: $state, idempotencyKey: $key) {
      __typename
      ... on EventTypeOk {
        program {
          id
        }
      }
      ...Refused
    }
  }
`);

type Program = NonNullable<ProgramSettingsQuery["program"]>;
type EventType = Program["eventTypes"][number];
/** Of those a program needs one of; leads have as many as there are things to pay for. */
const codes = { CLICK: "click", SALE: "online-sale" } as const;
const single = ["CLICK", "SALE"] as const;

interface EventTypesCardProps {
  programId: string;
  eventTypes: readonly EventType[];
  salesSource: Program["salesSource"];
  cpcEnabled: boolean;
  mayWrite: boolean;
  onChanged: () => void;
}
/** What the program counts: clicks need CPC to be enabled for the account. */
export function EventTypesCard({
  programId,
  eventTypes,
  salesSource,
  cpcEnabled,
  mayWrite,
  onChanged,
}: EventTypesCardProps): ReactNode {
  const t = useTranslations("settings");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(AddEventType);
  const missing = single.filter((kind) => !eventTypes.some((type) => type.kind === kind));
  const add = async (kind: (typeof single)[number]) => {
    const sent = await send({ programId, kind, code: codes[kind], name: t(`kinds.${kind}`) });
    if (!sent.ok) return;
    toast(t("eventTypeAdded", { kind: t(`kinds.${kind}`) }));
    onChanged();
  };
  return (
    <Card>
      <CardHead title={t("eventTypes")} />
      {refusal ? <FormAlert>{refusal.message}</FormAlert> : null}
      <ul className="flex flex-col divide-y divide-border">
        {eventTypes.map((type) => (
          <EventTypeRow
            key={type.id}
            type={type}
            salesSource={salesSource}
            mayWrite={mayWrite}
            onChanged={onChanged}
          />
        ))}
        {missing.map((kind) => (
          <li key={kind} className="flex flex-wrap items-center justify-between gap-2 py-2">
            <span>
              <span className="font-medium">{t(`kinds.${kind}`)}</span>{" "}
              <Badge>{t("notAdded")}</Badge>
              <span className="block text-caption text-muted">
                {kind === "CLICK" && !cpcEnabled
                  ? t("clickNeedsCpc")
                  : t(`kindHints.${kind}`, { source: salesSource })}
              </span>
            </span>
            {mayWrite && (kind === "SALE" || cpcEnabled) ? (
              <Button size="small" tone="primary" busy={sending} onClick={() => void add(kind)}>
                {t("addEventType", { kind: t(`kinds.${kind}`) })}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayWrite ? <AddLeadType programId={programId} onAdded={onChanged} /> : null}
    </Card>
  );
}

interface AddLeadTypeProps {
  programId: string;
  onAdded: () => void;
}
function AddLeadType({ programId, onAdded }: AddLeadTypeProps): ReactNode {
  const t = useTranslations("settings");
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const { send, sending, refusal } = useSendOnce(AddEventType);
  const add = async (values: FormData) => {
    const name = textOf(values, "name");
    const sent = await send({ programId, kind: "LEAD", code: textOf(values, "code"), name });
    if (!sent.ok) return;
    toast(t("eventTypeAdded", { kind: name }));
    setOpen(false);
    onAdded();
  };
  return (
    <div className="pt-2">
      <Button size="small" onClick={() => setOpen(true)}>
        {t("addLead")}
      </Button>
      <SendDialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("addLead")}
        description={t("addLeadText")}
        submit={t("addLead")}
        sending={sending}
        refusal={refusal}
        onSend={add}
      >
        <InputField name="name" label={t("leadName")} required maxLength={100} />
        <InputField
          name="code"
          label={t("leadCode")}
          hint={t("leadCodeHint")}
          required
          maxLength={128}
        />
      </SendDialog>
    </div>
  );
}

function EventTypeRow({
  type,
  salesSource,
  mayWrite,
  onChanged,
}: {
  type: EventType;
  salesSource: Program["salesSource"];
  mayWrite: boolean;
  onChanged: () => void;
}): ReactNode {
  const t = useTranslations("settings");
  const toast = useToast();
  const { send, sending } = useSendOnce(SetEventTypeState);
  const isActive = type.state === "ACTIVE";
  const toggle = async () => {
    const sent = await send({ id: type.id, state: isActive ? "INACTIVE" : "ACTIVE" });
    if (!sent.ok) return toast(sent.refusal.message);
    onChanged();
  };
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 py-2">
      <span className="min-w-0 flex-1">
        <span className="font-medium">{type.name}</span>{" "}
        <Badge tone={isActive ? "success" : "warning"}>{t(`eventStates.${type.state}`)}</Badge>
        <span className="block text-caption text-muted">
          {t(`kindHints.${type.kind}`, { source: salesSource })}{" "}
          <span className="font-mono">{type.code}</span>
        </span>
      </span>
      {mayWrite ? (
        <Button
          size="small"
          busy={sending}
          aria-label={t(isActive ? "switchOffOf" : "switchOnOf", { name: type.name })}
          onClick={() => void toggle()}
        >
          {t(isActive ? "switchOff" : "switchOn")}
        </Button>
      ) : null}
    </li>
  );
}
