"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { LinkSelection } from "../../gql/graphql.ts";
import { textOf } from "../../lib/form-values.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { endOfDay, isDate } from "../../lib/zoned-days.ts";
import { InputField, SelectField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";

const EndLinks = graphql(/* GraphQL */ `
  mutation EndLinks($input: EndLinksInput!, $key: String!) {
    endLinks(input: $input, idempotencyKey: $key) {
      __typename
      ... on EndLinksOk {
        links
      }
      ...Refused
    }
  }
`);
const ReopenLinks = graphql(/* GraphQL */ `
  mutation ReopenLinks($input: ReopenLinksInput!, $key: String!) {
    reopenLinks(input: $input, idempotencyKey: $key) {
      __typename
      ... on ReopenLinksOk {
        reopened
        kept
      }
      ...Refused
    }
  }
`);

/** Which links, and how people call them. */
export interface Selected {
  links: LinkSelection;
  count: number;
  /** Of one link. */
  name: string | null;
}
interface ChangeDialogProps {
  selected: Selected;
  onClose: () => void;
  onDone: () => void;
}
const whens = ["now", "date", "clicks"] as const;
type When = (typeof whens)[number];

/** One link, or many, at once, by a date or after clicks. */
export function EndLinksDialog({
  selected: { links, count, name },
  timeZone,
  onClose,
  onDone,
}: ChangeDialogProps & { timeZone: string }): ReactNode {
  const t = useTranslations("links");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(EndLinks);
  const [when, setWhen] = useState<When>("now");
  const end = async (values: FormData) => {
    const date = textOf(values, "endsAt");
    const ending = {
      endsAt: when === "date" && isDate(date) ? endOfDay(date, timeZone) : null,
      afterClicks: when === "clicks" ? Number(textOf(values, "afterClicks")) : null,
    };
    const sent = await send({ input: { links, ending } });
    if (!sent.ok) return;
    toast(t(when === "now" ? "ended" : "willEnd", { count: sent.result.links }));
    onDone();
    onClose();
  };
  return (
    <SendDialog
      open
      onClose={onClose}
      title={name === null ? t("endMany", { count }) : t("endOf", { name })}
      description={t("endText")}
      submit={t("end")}
      sending={sending}
      refusal={refusal}
      onSend={end}
    >
      <SelectField
        name="when"
        label={t("when")}
        value={when}
        onChange={(event) => setWhen(event.target.value as When)}
        options={whens.map((value) => ({ value, label: t(`whens.${value}`) }))}
      />
      {when === "date" ? (
        <InputField name="endsAt" type="date" required label={t("lastDay")} hint={timeZone} />
      ) : null}
      {when === "clicks" ? (
        <InputField
          name="afterClicks"
          type="number"
          required
          min={1}
          max={10_000_000}
          label={t("afterClicks")}
          hint={t("afterClicksHint")}
        />
      ) : null}
    </SendDialog>
  );
}

export function ReopenLinksDialog({
  selected: { links, count, name },
  onClose,
  onDone,
}: ChangeDialogProps): ReactNode {
  const t = useTranslations("links");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(ReopenLinks);
  const reopen = async () => {
    const sent = await send({ input: { links } });
    if (!sent.ok) return;
    const { reopened, kept } = sent.result;
    toast(kept > 0 ? t("reopenedSome", { count: reopened, kept }) : t("reopened", { count }));
    onDone();
    onClose();
  };
  return (
    <SendDialog
      open
      onClose={onClose}
      title={name === null ? t("reopenMany", { count }) : t("reopenOf", { name })}
      submit={t("reopen")}
      sending={sending}
      refusal={refusal}
      onSend={reopen}
    >
      <p>{t("reopenText")}</p>
    </SendDialog>
  );
}
