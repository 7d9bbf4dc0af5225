"use client";
import type { ReactNode } from "react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { FormAlert } from "../../ui/form.tsx";
import { graphql } from "../../gql/index.ts";
import { textLinkClass } from "../../ui/text-link.ts";

const OpenTermsLink = graphql(/* GraphQL */ `
  mutation OpenTermsLink($id: ID!, $key: String!) {
    openTermsLink(id: $id, idempotencyKey: $key) {
      __typename
      ... on SaveTermsOk {
        terms {
          id
          linkCode
        }
      }
      ...Refused
    }
  }
`);

const CloseTermsLink = graphql(/* GraphQL */ `
  mutation CloseTermsLink($id: ID!, $key: String!) {
    closeTermsLink(id: $id, idempotencyKey: $key) {
      __typename
      ... on SaveTermsOk {
        terms {
          id
          linkCode
        }
      }
      ...Refused
    }
  }
`);

interface LinkCardProps {
  id: string;
  code: string | null;
  /** Where people reach the dashboard, without a path. */
  origin: string;
  mayChange: boolean;
}
/**
 * The branded link: who has it reads the terms without an account and may apply; the brand still
 * decides.
 */
export function LinkCard({ id, code, origin, mayChange }: LinkCardProps): ReactNode {
  const t = useTranslations("terms");
  const router = useRouter();
  const opening = useSendOnce(OpenTermsLink);
  const closing = useSendOnce(CloseTermsLink);
  const refusal = opening.refusal ?? closing.refusal;
  const press = async ({ send }: typeof opening | typeof closing) => {
    if ((await send({ id })).ok) router.refresh();
  };
  const address = `${origin}/t/${code}`;
  return (
    <Card>
      <CardHead title={t("link")} />
      <p className="mb-3 text-muted">{t("linkText")}</p>
      {refusal ? <FormAlert>{refusal.message}</FormAlert> : null}
      {code === null ? (
        mayChange ? (
          <Button size="small" busy={opening.sending} onClick={() => void press(opening)}>
            {t("linkOpen")}
          </Button>
        ) : (
          <p className="text-subtle">{t("linkNone")}</p>
        )
      ) : (
        <div className="flex flex-col gap-2">
          <a href={`/t/${code}`} className={`${textLinkClass} break-all`}>
            {address}
          </a>
          <div className="flex flex-wrap gap-2">
            <CopyButton text={address} what={t("link")} />
            {mayChange ? (
              <Button
                size="small"
                tone="quiet"
                busy={closing.sending}
                onClick={() => void press(closing)}
              >
                {t("linkClose")}
              </Button>
            ) : null}
          </div>
        </div>
      )}
    </Card>
  );
}
