"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { OfferInput } from "../../../gql/graphql.ts";
import { textOf } from "../../../lib/form-values.ts";
import { zoneName } from "../../../lib/format.ts";
import { useSendOnce } from "../../../lib/use-send.ts";
import { endOfDay, startOfDay } from "../../../lib/zoned-days.ts";
import { CheckField, InputField, TextField } from "../../../ui/form.tsx";
import { SendDialog } from "../../../ui/send-dialog.tsx";
import { useToast } from "../../../ui/toast.tsx";
import type { Offer_PayoutFragment } from "../../../gql/graphql.ts";
import { OfferFields } from "./offer-fields.tsx";
import { graphql } from "../../../gql/index.ts";
import { offeredPayouts, offerOf, placeOffer, type OfferDraft } from "./offer.ts";

const CounterContract = graphql(/* GraphQL */ `
  mutation CounterContract($id: ID!, $input: OfferInput!, $key: String!) {
    counterContract(id: $id, input: $input, idempotencyKey: $key) {
      __typename
      ... on ContractOk {
        contract {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

const ProposeOwnTerms = graphql(/* GraphQL */ `
  mutation ProposeOwnTerms($programId: ID!, $input: OfferInput!, $key: String!) {
    proposeOwnTerms(programId: $programId, input: $input, idempotencyKey: $key) {
      __typename
      ... on ContractOk {
        contract {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

interface OfferDialogProps {
  onClose: () => void;
  /** The proposal that is answered; null for an offer of one's own. */
  counters: string | null;
  programId: string;
  /** What is in force or proposed now. */
  base: readonly Offer_PayoutFragment[];
  currency: string;
  timeZone: string;
  /** Who reads it. */
  reader: string;
}
/** Other terms for the other side: nothing in force changes before they accept. */
export function OfferDialog({
  onClose,
  counters,
  programId,
  base,
  currency,
  timeZone,
  reader,
}: OfferDialogProps): ReactNode {
  const t = useTranslations("contracts.offer");
  const toast = useToast();
  const counter = useSendOnce(CounterContract);
  const own = useSendOnce(ProposeOwnTerms);
  const [draft, setDraft] = useState<OfferDraft>(() => offerOf(base));
  const refusal = counter.refusal ?? own.refusal;
  const eventPayouts = offeredPayouts(base, draft);
  const offer = async (values: FormData) => {
    const day = (name: string, at: typeof startOfDay) =>
      textOf(values, name) === "" ? null : at(textOf(values, name), timeZone);
    const input: OfferInput = {
      eventPayouts,
      startsAt: day("startsAt", startOfDay),
      endsAt: day("endsAt", endOfDay),
      expiresAt: day("expiresAt", endOfDay),
      comment: textOf(values, "comment").trim() || null,
      mayCounter: values.has("mayCounter"),
    };
    const sent =
      counters === null
        ? await own.send({ programId, input })
        : await counter.send({ id: counters, input });
    if (!sent.ok) return;
    toast(t("sent", { reader }));
    onClose();
  };
  return (
    <SendDialog
      open
      onClose={onClose}
      title={counters === null ? t("title") : t("counterTitle")}
      description={t("lead", { reader })}
      submit={t("send")}
      sending={counter.sending || own.sending}
      refusal={placeOffer(refusal, { eventPayouts })}
      onSend={offer}
    >
      <OfferFields draft={draft} onChange={setDraft} currency={currency} />
      <div className="grid gap-4 sm:grid-cols-2">
        <InputField
          name="startsAt"
          type="date"
          label={t("startsAt")}
          hint={t("startsHint", { zone: zoneName(timeZone) })}
        />
        <InputField name="endsAt" type="date" label={t("endsAt")} hint={t("endsHint")} />
      </div>
      <InputField name="expiresAt" type="date" label={t("expiresAt")} hint={t("expiresHint")} />
      <CheckField name="mayCounter" defaultChecked label={t("mayCounter", { reader })} />
      <TextField name="comment" label={t("comment", { reader })} maxLength={5000} />
    </SendDialog>
  );
}
