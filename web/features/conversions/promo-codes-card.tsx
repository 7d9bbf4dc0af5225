"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { PromoCodePolicy, PromoCodesQuery } from "../../gql/graphql.ts";
import { formatDateTime } from "../../lib/format.ts";
import type { Loaded } from "../../lib/failure.ts";
import { textOf } from "../../lib/form-values.ts";
import { usePages } from "../../lib/use-pages.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { InputField, SelectField } from "../../ui/form.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { RowHead, Table, Td, Th } from "../../ui/table.tsx";
import { useToast } from "../../ui/toast.tsx";
import type { Choices } from "../partners/choice-types.ts";
import { PartnerField } from "../partners/partner-select.tsx";

const PromoCodes = graphql(/* GraphQL */ `
  query PromoCodes($program: ID!, $after: String, $first: Int!) {
    promoCodes(programId: $program, after: $after, first: $first) {
      nodes {
        id
        code
        partnerName
        policy
        startsAt
        endsAt
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);
const AssignPromoCode = graphql(/* GraphQL */ `
  mutation AssignPromoCode($input: AssignPromoCodeInput!, $key: String!) {
    assignPromoCode(input: $input, idempotencyKey: $key) {
      __typename
      ... on PromoCodeOk {
        promoCode {
          id
          code
        }
      }
      ...Refused
    }
  }
`);
const EndPromoCode = graphql(/* GraphQL */ `
  mutation EndPromoCode($id: ID!, $key: String!) {
    endPromoCode(id: $id, idempotencyKey: $key) {
      __typename
      ... on PromoCodeOk {
        promoCode {
          id
          code
        }
      }
      ...Refused
    }
  }
`);
const pick = (data: PromoCodesQuery) => data.promoCodes;
const policies: readonly PromoCodePolicy[] = ["ALWAYS", "INVOLVED", "WINNER"];

interface PromoCodesCardProps {
  variables: { program: string; first: number };
  initial: Loaded<PromoCodesQuery>;
  partners: Choices;
  timeZone: string;
  mayWrite: boolean;
}
/** Codes that customers type in the shop, and whom each credits. */
export function PromoCodesCard({
  variables,
  initial,
  partners,
  timeZone,
  mayWrite,
}: PromoCodesCardProps): ReactNode {
  const t = useTranslations("shop.codes");
  const [adding, setAdding] = useState(false);
  const list = usePages(PromoCodes, variables, initial, pick);
  const close = () => setAdding(false);
  return (
    <Card>
      <CardHead
        title={t("title")}
        actions={mayWrite ? <Button onClick={() => setAdding(true)}>{t("add")}</Button> : null}
      />
      <div className="flex flex-col gap-2">
        <p className="text-muted">{t("lead")}</p>
        <PagedList list={list} empty={<p>{t("none")}</p>}>
          {(codes) => (
            <Table label={t("title")}>
              <thead>
                <tr>
                  <Th pinned>{t("code")}</Th>
                  <Th>{t("partner")}</Th>
                  <Th>{t("policy")}</Th>
                  <Th>{t("since")}</Th>
                  <Th>{t("until")}</Th>
                </tr>
              </thead>
              <tbody>
                {codes.map(({ id, code, partnerName, policy, startsAt, endsAt }) => (
                  <tr key={id}>
                    <RowHead>{code}</RowHead>
                    <Td>{partnerName}</Td>
                    <Td>{t(`policies.${policy}`)}</Td>
                    <Td>{formatDateTime(startsAt, timeZone)}</Td>
                    <Td>
                      {endsAt ? formatDateTime(endsAt, timeZone) : null}
                      {!endsAt && mayWrite ? <EndButton id={id} code={code} /> : null}
                    </Td>
                  </tr>
                ))}
              </tbody>
            </Table>
          )}
        </PagedList>
      </div>
      <AddDialog open={adding} onClose={close} program={variables.program} partners={partners} />
    </Card>
  );
}

interface AddDialogProps {
  open: boolean;
  onClose: () => void;
  program: string;
  partners: Choices;
}
function AddDialog({ open, onClose, program, partners }: AddDialogProps): ReactNode {
  const t = useTranslations("shop.codes");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(AssignPromoCode);
  const add = async (values: FormData) => {
    const sent = await send({
      input: {
        programId: program,
        partnerId: textOf(values, "partnerId"),
        code: textOf(values, "code"),
        policy: textOf(values, "policy") as PromoCodePolicy,
      },
    });
    if (!sent.ok) return;
    toast(t("added", { code: sent.result.promoCode.code }));
    onClose();
  };
  return (
    <SendDialog
      open={open}
      onClose={onClose}
      title={t("add")}
      description={t("addText")}
      submit={t("add")}
      sending={sending}
      refusal={refusal}
      onSend={add}
    >
      <PartnerField name="partnerId" label={t("partner")} choices={partners} />
      <InputField name="code" label={t("code")} hint={t("codeHint")} required maxLength={100} />
      <SelectField
        name="policy"
        label={t("policy")}
        options={policies.map((value) => ({ value, label: t(`policies.${value}`) }))}
      />
    </SendDialog>
  );
}

function EndButton({ id, code }: { id: string; code: string }): ReactNode {
  const t = useTranslations("shop.codes");
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const { send, sending, refusal } = useSendOnce(EndPromoCode);
  const end = async () => {
    if (!(await send({ id })).ok) return;
    toast(t("ended", { code }));
    setAsking(false);
  };
  return (
    <>
      <Button aria-label={t("endOf", { code })} onClick={() => setAsking(true)}>
        {t("end")}
      </Button>
      <SendDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("endOf", { code })}
        submit={t("end")}
        sending={sending}
        refusal={refusal}
        onSend={end}
      >
        <p>{t("endText")}</p>
      </SendDialog>
    </>
  );
}
