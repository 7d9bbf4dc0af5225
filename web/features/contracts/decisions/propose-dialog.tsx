"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql, readFragment } from "../../../gql/index.ts";
import { VersionView_VersionFragmentDoc, type ProposalChoicesQuery } from "../../../gql/graphql.ts";
import { textOf } from "../../../lib/form-values.ts";
import { zoneName } from "../../../lib/format.ts";
import { useSendOnce } from "../../../lib/use-send.ts";
import { endOfDay, startOfDay } from "../../../lib/zoned-days.ts";
import { InputField, SelectField, TextField } from "../../../ui/form.tsx";
import { SendDialog } from "../../../ui/send-dialog.tsx";
import { useToast } from "../../../ui/toast.tsx";
import type { Choices } from "../../partners/choice-types.ts";
import { PartnerField } from "../../partners/partner-select.tsx";
import { SentenceList } from "../../terms/sentence-list.tsx";

const ProposeContract = graphql(/* GraphQL */ `
  mutation ProposeContract($input: ProposeContractInput!, $key: String!) {
    proposeContract(input: $input, idempotencyKey: $key) {
      __typename
      ... on ContractOk {
        contract {
          id
          partnerName
        }
      }
      ...Refused
    }
  }
`);

export interface ToPropose {
  terms: ProposalChoicesQuery["termsList"]["nodes"];
  /** With the one who is chosen already. */
  partners: Choices;
}
interface ProposeDialogProps {
  open: boolean;
  onClose: () => void;
  choices: ToPropose;
  /** Terms that are chosen already. */
  startTerms: string | null;
  program: { timeZone: string; uniqueWindowMinutes: number };
}
export function ProposeDialog({
  open,
  onClose,
  choices,
  startTerms,
  program,
}: ProposeDialogProps): ReactNode {
  const t = useTranslations("contracts");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(ProposeContract);
  const active = choices.terms.filter((each) => each.state === "ACTIVE");
  const [termsId, setTermsId] = useState(startTerms ?? active[0]?.id ?? "");
  const terms = active.find((each) => each.id === termsId);
  const propose = async (values: FormData) => {
    const day = (name: string, at: typeof startOfDay) =>
      textOf(values, name) === "" ? null : at(textOf(values, name), program.timeZone);
    const input = {
      termsId,
      partnerId: textOf(values, "partnerId"),
      comment: textOf(values, "comment") || null,
      startsAt: day("startsAt", startOfDay),
      endsAt: day("endsAt", endOfDay),
      expiresAt: day("expiresAt", endOfDay),
    };
    const sent = await send({ input });
    if (!sent.ok) return;
    toast(t("proposed", { partner: sent.result.contract.partnerName }));
    onClose();
  };
  return (
    <SendDialog
      open={open}
      onClose={onClose}
      title={t("propose")}
      description={t("proposeLead")}
      submit={t("send")}
      sending={sending}
      refusal={refusal}
      onSend={propose}
    >
      <PartnerField name="partnerId" label={t("partner")} choices={choices.partners} />
      <SelectField
        name="termsId"
        label={t("terms")}
        required
        value={termsId}
        onChange={(event) => setTermsId(event.target.value)}
        options={active.map(({ id, name, latest }) => ({
          value: id,
          label: t("termsAndVersion", { name, number: latest.number }),
        }))}
      />
      {terms ? (
        <div className="rounded-control bg-sunken px-3 py-2">
          <SentenceList terms={readFragment(VersionView_VersionFragmentDoc, terms.latest)} />
        </div>
      ) : null}
      <div className="grid gap-4 sm:grid-cols-2">
        <InputField
          name="startsAt"
          type="date"
          label={t("startsAt")}
          hint={t("startsHint", { zone: zoneName(program.timeZone) })}
        />
        <InputField name="endsAt" type="date" label={t("endsAt")} hint={t("endsHint")} />
      </div>
      <InputField name="expiresAt" type="date" label={t("expiresAt")} hint={t("expiresHint")} />
      <TextField name="comment" label={t("comment")} maxLength={5000} hint={t("commentHint")} />
    </SendDialog>
  );
}
