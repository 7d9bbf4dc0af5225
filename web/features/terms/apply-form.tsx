"use client";
import { useState, type ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { textOf } from "../../lib/form-values.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Form, TextField } from "../../ui/form.tsx";
import { graphql } from "../../gql/index.ts";
import { textLinkClass } from "../../ui/text-link.ts";

const ApplyForTerms = graphql(/* GraphQL */ `
  mutation ApplyForTerms($code: Token!, $comment: Text, $key: String!) {
    applyForTerms(code: $code, comment: $comment, idempotencyKey: $key) {
      __typename
      ... on ApplyForTermsOk {
        contractId
        contract {
          id
          programId
        }
      }
      ...Refused
    }
  }
`);

/** A partner's application: the brand sees it as a proposal and decides. */
export function ApplyForm({ code }: { code: string }): ReactNode {
  const t = useTranslations("terms");
  const [sent, setSent] = useState(false);
  const { send, sending, refusal } = useSendOnce(ApplyForTerms);
  const apply = async (values: FormData) => {
    const answer = await send({ code, comment: textOf(values, "comment") });
    if (answer.ok) setSent(true);
  };
  if (sent)
    return (
      <output className="block rounded-control bg-success-ground px-3 py-2">
        {t("applied")}{" "}
        <Link href="/p" className={textLinkClass}>
          {t("appliedHome")}
        </Link>
      </output>
    );
  return (
    <Form refusal={refusal} onSend={apply}>
      <TextField
        name="comment"
        label={t("applyComment")}
        hint={t("applyCommentHint")}
        maxLength={5000}
      />
      <div>
        <Button type="submit" tone="primary" busy={sending}>
          {t("apply")}
        </Button>
      </div>
    </Form>
  );
}
