"use client";
import { useState, type ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { brandPages, pagesOf } from "../../lib/addresses.ts";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import type { InquiryCard_InquiryFragment, InquiryState } from "../../gql/graphql.ts";
import { formatDateTime, formatExact, formatPlainDate } from "../../lib/format.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, Facts } from "../../ui/card.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { TextParagraphs } from "../changes/text-paragraphs.tsx";
import { AnswerDialog } from "./answer-dialog.tsx";

const InquiryCard_inquiry = graphql(/* GraphQL */ `
  fragment InquiryCard_inquiry on Inquiry {
    id
    kind
    state
    partnerId
    partnerName
    clickId
    conversionId
    conversionKind
    orderNumber
    orderDate
    currency
    text
    answer
    answerText
    booking
    ageDays
    openedAt
    closedAt
    expected {
      amount
      currency
    }
    earns {
      amount
      currency
    }
    granted {
      amount
      currency
    }
  }
`);
const WithdrawInquiry = graphql(/* GraphQL */ `
  mutation WithdrawInquiry($id: ID!, $key: String!) {
    withdrawInquiry(id: $id, idempotencyKey: $key) {
      __typename
      ... on InquiryOk {
        inquiry {
          ...InquiryCard_inquiry
        }
      }
      ...Refused
    }
  }
`);

interface InquiryCardProps {
  inquiry: FragmentType<typeof InquiryCard_inquiry>;
  program: { code: string; timeZone: string };
  space: "brand" | "partner";
  canAnswer: boolean;
  canWithdraw: boolean;
}
const tones: Record<InquiryState, Tone> = {
  OPEN: "waiting",
  GRANTED: "success",
  REFUSED: "danger",
  WITHDRAWN: "neutral",
};

export function InquiryCard(props: InquiryCardProps): ReactNode {
  const { program, space, canAnswer, canWithdraw } = props;
  const inquiry = readFragment(InquiryCard_inquiry, props.inquiry);
  const t = useTranslations("inquiries");
  const [dialog, setDialog] = useState<"answer" | "withdraw" | null>(null);
  const { state, kind, ageDays, openedAt, text } = inquiry;
  const close = () => setDialog(null);
  return (
    <Card>
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h2 className="min-w-0 text-body font-semibold">
            {space === "brand"
              ? t("headBrand", { kind: t(`kinds.${kind}`), partner: inquiry.partnerName })
              : t(`kinds.${kind}`)}
          </h2>
          <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
        </div>
        <p className="text-caption text-muted">
          {t("openedAt", { at: formatDateTime(openedAt, program.timeZone) })}
          {state === "OPEN" ? ` · ${t("age", { days: ageDays })}` : null}
        </p>
        <TextParagraphs text={text} />
        <Facts items={factsOf({ inquiry, program, space }, t)} />
        {state === "OPEN" ? (
          <div className="flex flex-wrap gap-2">
            {canAnswer ? (
              <Button size="small" tone="primary" onClick={() => setDialog("answer")}>
                {t("answer")}
              </Button>
            ) : null}
            {canWithdraw ? (
              <Button size="small" onClick={() => setDialog("withdraw")}>
                {t("withdraw")}
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
      {dialog === "answer" ? <AnswerDialog inquiry={inquiry} onClose={close} /> : null}
      {dialog === "withdraw" ? (
        <ConfirmDialog
          open
          document={WithdrawInquiry}
          id={inquiry.id}
          title={t("withdrawTitle")}
          submit={t("withdraw")}
          text={t("withdrawText")}
          done={t("withdrawn")}
          onClose={close}
        />
      ) : null}
    </Card>
  );
}

interface About extends Pick<InquiryCardProps, "program" | "space"> {
  inquiry: InquiryCard_InquiryFragment;
}
type Words = ReturnType<typeof useTranslations<"inquiries">>;
function factsOf({ inquiry, program, space }: About, t: Words) {
  const { expected, earns, granted, answer, answerText, booking, closedAt } = inquiry;
  return [
    ...(space === "brand"
      ? [
          {
            label: t("partner"),
            value: (
              <Link
                href={`${brandPages(program.code).partners}/${inquiry.partnerId}`}
                className={textLinkClass}
              >
                {inquiry.partnerName}
              </Link>
            ),
          },
        ]
      : []),
    { label: t("about"), value: <Subject inquiry={inquiry} program={program} space={space} /> },
    ...(earns ? [{ label: t("earns"), value: formatExact(earns) }] : []),
    ...(expected ? [{ label: t("expected"), value: formatExact(expected) }] : []),
    ...(answer
      ? [
          {
            label: t("answered"),
            value: t("answerLine", {
              answer: t(`answers.${answer}`, { of: inquiry.conversionKind ?? "NONE" }),
              amount: granted ? formatExact(granted) : "",
            }),
          },
        ]
      : []),
    ...(answerText ? [{ label: t("reason"), value: answerText }] : []),
    ...(booking === "NONE" ? [] : [{ label: t("booking"), value: t(`bookings.${booking}`) }]),
    ...(closedAt
      ? [{ label: t("closedAt"), value: formatDateTime(closedAt, program.timeZone) }]
      : []),
  ];
}

/** The click or the sale on its own page, or the order that is missing. */
function Subject({
  inquiry: { clickId, conversionId, conversionKind, orderNumber, orderDate },
  program,
  space,
}: About): ReactNode {
  const t = useTranslations("inquiries");
  const pages = pagesOf(space, program.code);
  const link = conversionId ? (
    <Link href={`${pages.conversions}/${conversionId}`} className={textLinkClass}>
      {conversionKind === "LEAD" ? t("theLead") : t("theSale")}
    </Link>
  ) : clickId ? (
    <Link href={`${pages.clicks}/${clickId}`} className={textLinkClass}>
      {t("theClick")}
    </Link>
  ) : null;
  return (
    <span className="flex flex-wrap gap-x-2">
      {orderNumber && orderDate ? (
        <span>{t("order", { number: orderNumber, date: formatPlainDate(orderDate) })}</span>
      ) : null}
      {link}
    </span>
  );
}
