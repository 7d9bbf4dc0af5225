"use client";
import { useState, type ReactNode } from "react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useSendOnce } from "../../lib/use-send.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead, Facts } from "../../ui/card.tsx";
import { FormAlert } from "../../ui/form.tsx";
import { useToast } from "../../ui/toast.tsx";
import { ArchiveDialog } from "./archive-dialog.tsx";
import { graphql } from "../../gql/index.ts";
import type { TermsDetailQuery } from "../../gql/graphql.ts";

const ActivateTerms = graphql(/* GraphQL */ `
  mutation ActivateTerms($id: ID!, $key: String!) {
    activateTerms(id: $id, idempotencyKey: $key) {
      __typename
      ... on SaveTermsOk {
        terms {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

const SetTermsRestricted = graphql(/* GraphQL */ `
  mutation SetTermsRestricted($id: ID!, $restricted: Boolean!, $key: String!) {
    setTermsRestricted(id: $id, restricted: $restricted, idempotencyKey: $key) {
      __typename
      ... on SaveTermsOk {
        terms {
          id
          restricted
        }
      }
      ...Refused
    }
  }
`);

type Terms = NonNullable<TermsDetailQuery["terms"]>;
interface StateCardProps {
  terms: Terms;
  rights: { write: boolean; administer: boolean };
}
/** Where the terms stand, who may change them, and the presses that change that. */
export function StateCard({ terms, rights }: StateCardProps): ReactNode {
  const t = useTranslations("terms");
  const router = useRouter();
  const [archiving, setArchiving] = useState(false);
  const isOpen = terms.state !== "ARCHIVED";
  const mayChange = rights.write && isOpen && (!terms.restricted || rights.administer);
  return (
    <Card>
      <CardHead
        title={t("standing")}
        actions={
          <Badge tone={terms.state === "ACTIVE" ? "success" : "neutral"}>
            {t(`states.${terms.state}`)}
          </Badge>
        }
      />
      <Facts
        items={[
          {
            label: t("labels"),
            value: terms.labels.length > 0 ? terms.labels.join(", ") : t("noLabels"),
          },
          { label: t("signed"), value: t("signedCount", { count: terms.signedPartners }) },
          {
            label: t("modifiedBy"),
            value: terms.restricted ? t("modifiedByAdministrators") : t("modifiedByAll"),
          },
        ]}
      />
      <div className="mt-3 flex flex-wrap gap-2">
        {mayChange && terms.state === "DRAFT" ? (
          <ActivateButton id={terms.id} name={terms.name} />
        ) : null}
        {rights.administer && isOpen ? (
          <RestrictButton id={terms.id} restricted={terms.restricted} />
        ) : null}
        {mayChange ? (
          <Button size="small" tone="quiet" onClick={() => setArchiving(true)}>
            {t("archive")}
          </Button>
        ) : null}
      </div>
      <ArchiveDialog
        open={archiving}
        onClose={() => setArchiving(false)}
        id={terms.id}
        name={terms.name}
        onDone={() => router.refresh()}
      />
    </Card>
  );
}

function ActivateButton({ id, name }: { id: string; name: string }): ReactNode {
  const t = useTranslations("terms");
  const router = useRouter();
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(ActivateTerms);
  const activate = async () => {
    const sent = await send({ id });
    if (!sent.ok) return;
    toast(t("activated", { name }));
    router.refresh();
  };
  return (
    <>
      <Button size="small" tone="primary" busy={sending} onClick={() => void activate()}>
        {t("activate")}
      </Button>
      {refusal ? <FormAlert>{refusal.message}</FormAlert> : null}
    </>
  );
}

function RestrictButton({ id, restricted }: { id: string; restricted: boolean }): ReactNode {
  const t = useTranslations("terms");
  const router = useRouter();
  const { send, sending, refusal } = useSendOnce(SetTermsRestricted);
  const change = async () => {
    const sent = await send({ id, restricted: !restricted });
    if (!sent.ok) return;
    router.refresh();
  };
  return (
    <>
      <Button size="small" busy={sending} onClick={() => void change()}>
        {t(restricted ? "unrestrict" : "restrict")}
      </Button>
      {refusal ? <FormAlert>{refusal.message}</FormAlert> : null}
    </>
  );
}
