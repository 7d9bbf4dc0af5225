"use client";
import { useState, type ReactNode } from "react";
import { ExternalLink, Pause, Play, ShoppingCart } from "lucide-react";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button, buttonClass } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { useToast } from "../../ui/toast.tsx";
import { PageWarnings } from "./page-warnings.tsx";
import { RedirectSteps } from "./redirect-steps.tsx";
import { TestOrderDialog, type TestOrderWay } from "./test-order-dialog.tsx";

const LinkCard_link = graphql(/* GraphQL */ `
  fragment LinkCard_link on TrackingLink {
    id
    name
    isTest
    state
    url
    destination
    attributionTemplate
    level
    sharedId
    mediaProperty {
      name
    }
    partnerAccountId
    partnerName
    createdAt
    ad {
      id
      name
      type
      code
      landingPage
      warnings
      state
    }
  }
`);

const EndLink = graphql(/* GraphQL */ `
  mutation EndLink($id: ID!, $key: String!) {
    endLinks(input: { links: { ids: [$id] }, ending: {} }, idempotencyKey: $key) {
      __typename
      ... on EndLinksOk {
        links
      }
      ...Refused
    }
  }
`);
const ReopenLink = graphql(/* GraphQL */ `
  mutation ReopenLink($id: ID!, $key: String!) {
    reopenLinks(input: { links: { ids: [$id] } }, idempotencyKey: $key) {
      __typename
      ... on ReopenLinksOk {
        reopened
      }
      ...Refused
    }
  }
`);

export interface LinkRights {
  write: boolean;
  /** How a test order comes; null: none can be placed, since sales are real. */
  order: TestOrderWay | null;
}
interface LinkCardProps {
  link: FragmentType<typeof LinkCard_link>;
  rights: LinkRights;
  currency: string;
  /** Whose link it is, where several partners' stand together. */
  showPartner: boolean;
}
export function LinkCard({ link, rights, currency, showPartner }: LinkCardProps): ReactNode {
  const t = useTranslations("links");
  const toast = useToast();
  const [ordering, setOrdering] = useState(false);
  const ending = useSendOnce(EndLink);
  const reopening = useSendOnce(ReopenLink);
  const sending = ending.sending || reopening.sending;
  const facts = readFragment(LinkCard_link, link);
  const isPaused = facts.state === "ENDED";
  const title = showPartner ? `${facts.name}, ${facts.partnerName}` : facts.name;
  const toggle = async () => {
    const sent = await (isPaused ? reopening : ending).send({ id: facts.id });
    toast(sent.ok ? t(isPaused ? "resumed" : "paused", { name: title }) : sent.refusal.message);
  };
  return (
    <Card className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0">
          <h2 className="text-body">{facts.name}</h2>
          <p className="text-table text-muted">
            {showPartner ? `${facts.partnerName} · ` : ""}
            {t(`levels.${facts.level}`)}
            {facts.ad.type === "TEXT_LINK" && facts.ad.name !== facts.name
              ? ` · ${facts.ad.name}`
              : ""}
            {facts.mediaProperty ? ` · ${t("placeIs", { name: facts.mediaProperty.name })}` : ""}
            {facts.sharedId ? ` · ${t("sharedIdIs", { id: facts.sharedId })}` : ""}
          </p>
        </div>
        <span className="flex flex-wrap gap-1">
          {facts.isTest ? <Badge tone="info">{t("test")}</Badge> : null}
          {facts.ad.state === "INACTIVE" ? <Badge tone="warning">{t("adInactive")}</Badge> : null}
          <Badge tone={isPaused ? "warning" : "success"}>{t(`states.${facts.state}`)}</Badge>
        </span>
      </div>
      <p className="rounded-control bg-sunken px-3 py-2 font-mono text-table break-all select-all">
        {facts.url}
      </p>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={facts.url} what={title} />
        <a
          href={facts.url}
          target="_blank"
          rel="noreferrer"
          aria-label={t("openOf", { name: title })}
          className={buttonClass("plain", "small")}
        >
          <ExternalLink aria-hidden size={14} />
          {t("open")}
        </a>
        {facts.isTest && rights.order ? (
          <Button
            size="small"
            aria-label={t("orderOf", { name: title })}
            onClick={() => setOrdering(true)}
          >
            <ShoppingCart aria-hidden size={14} />
            {t("order")}
          </Button>
        ) : null}
        {rights.write ? (
          <Button
            size="small"
            tone="quiet"
            busy={sending}
            aria-label={t(isPaused ? "resumeOf" : "pauseOf", { name: title })}
            onClick={() => void toggle()}
          >
            {isPaused ? <Play aria-hidden size={14} /> : <Pause aria-hidden size={14} />}
            {t(isPaused ? "resume" : "pause")}
          </Button>
        ) : null}
      </div>
      <RedirectSteps
        url={facts.url}
        destination={facts.destination}
        template={facts.attributionTemplate ?? null}
      />
      <PageWarnings warnings={facts.ad.warnings} />
      {rights.order ? (
        <TestOrderDialog
          open={ordering}
          onClose={() => setOrdering(false)}
          link={facts}
          currency={currency}
          way={rights.order}
        />
      ) : null}
    </Card>
  );
}
