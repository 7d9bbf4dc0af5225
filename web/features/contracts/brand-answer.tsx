"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { readFragment } from "../../gql/index.ts";
import type { ContractFactsFragment, ContractGroupsQuery } from "../../gql/graphql.ts";
import { textOf } from "../../lib/form-values.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form, TextField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";
import { PayoutFacts, VersionFacts } from "../terms/documents.ts";
import { AcceptContract, DeclineContract } from "./documents.ts";
import { GroupChoices } from "./group-choices.tsx";
import { LateOfferDialog } from "./late-offer-dialog.tsx";

interface BrandAnswerProps {
  facts: ContractFactsFragment;
  program: { id: string; timeZone: string };
  mayDecide: boolean;
  /** Null for who may not sort partners. */
  groups: ContractGroupsQuery | null;
  onAnswered: () => void;
}
/** A partner's own offer: accepted, declined, or answered with other terms. */
export function BrandAnswer({ facts, program, mayDecide, groups, onAnswered }: BrandAnswerProps): ReactNode {
  const t = useTranslations("contracts.answer");
  const [asking, setAsking] = useState<"accept" | "decline" | "counter" | null>(null);
  const close = () => setAsking(null);
  const version = readFragment(VersionFacts, facts.version);
  return (
    <Card className="mb-3 border-info">
      <CardHead title={t("title", { partner: facts.partnerName })} />
      <p className="mb-3 max-w-prose">{facts.switches ? t("switches") : t("text")}</p>
      {mayDecide ? (
        <div className="flex flex-wrap gap-2">
          <Button tone="primary" onClick={() => setAsking("accept")}>
            {t("accept")}
          </Button>
          <Button onClick={() => setAsking("decline")}>{t("decline")}</Button>
          {facts.mayCounter ? <Button onClick={() => setAsking("counter")}>{t("counter")}</Button> : null}
        </div>
      ) : (
        <p className="text-muted">{t("adminDecides")}</p>
      )}
      {asking === "accept" ? <AcceptOffer facts={facts} groups={groups} onClose={close} onAnswered={onAnswered} /> : null}
      {asking === "decline" ? <DeclineOffer facts={facts} onClose={close} onAnswered={onAnswered} /> : null}
      {asking === "counter" ? (
        <LateOfferDialog
          onClose={close}
          counters={facts.id}
          programId={program.id}
          base={version.eventPayouts.map((payout) => readFragment(PayoutFacts, payout))}
          currency={version.currency}
          timeZone={program.timeZone}
          reader={facts.partnerName}
          onOffered={onAnswered}
        />
      ) : null}
    </Card>
  );
}

interface OfferAnswerProps {
  facts: ContractFactsFragment;
  onClose: () => void;
  onAnswered: () => void;
}
function AcceptOffer({ facts, groups, onClose, onAnswered }: OfferAnswerProps & { groups: ContractGroupsQuery | null }): ReactNode {
  const t = useTranslations("contracts.answer");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(AcceptContract);
  const [groupIds, setGroupIds] = useState<readonly string[]>([]);
  const accept = async () => {
    const sent = await send({ id: facts.id, groupIds: [...groupIds] });
    if (!sent.ok) return;
    toast(t("accepted", { partner: facts.partnerName }));
    onClose();
    onAnswered();
  };
  return (
    <Dialog open onClose={onClose} title={t("acceptTitle", { partner: facts.partnerName })}>
      <div className="flex flex-col gap-4">
        <p>{facts.switches ? t("acceptSwitches") : t("acceptText")}</p>
        {groups ? <GroupChoices partnerId={facts.partnerAccountId} first={groups} chosen={groupIds} onChange={setGroupIds} /> : null}
        <Form refusal={refusal} onSend={accept}>
          <div>
            <Button type="submit" tone="primary" busy={sending}>
              {t("accept")}
            </Button>
          </div>
        </Form>
      </div>
    </Dialog>
  );
}

function DeclineOffer({ facts, onClose, onAnswered }: OfferAnswerProps): ReactNode {
  const t = useTranslations("contracts.answer");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(DeclineContract);
  const decline = async (values: FormData) => {
    const sent = await send({ id: facts.id, reason: textOf(values, "reason").trim() || null });
    if (!sent.ok) return;
    toast(t("declined", { partner: facts.partnerName }));
    onClose();
    onAnswered();
  };
  return (
    <SendDialog
      open
      onClose={onClose}
      title={t("declineTitle", { partner: facts.partnerName })}
      submit={t("decline")}
      tone="danger"
      sending={sending}
      refusal={refusal}
      onSend={decline}
    >
      <p>{t("declineText")}</p>
      <TextField name="reason" label={t("reason", { partner: facts.partnerName })} maxLength={5000} />
    </SendDialog>
  );
}
