"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import type { AmazonAccountCardFragment } from "../../gql/graphql.ts";
import { formatDateTime } from "../../lib/format.ts";
import { useSend } from "../../lib/use-send.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead, Facts } from "../../ui/card.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { FormAlert } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";
import { ProfileChoice, PublisherChoice } from "./choices.tsx";
import { RunsTable } from "./runs-table.tsx";

const AccountFields = graphql(/* GraphQL */ `
  fragment AmazonAccountCard on AmazonAccount {
    id
    region
    state
    simulated
    profileId
    profileName
    country
    currency
    timeZone
    publisherId
    publisherName
    template
    templateAt
    programNames
    missing
    problemAt
    createdAt
    profiles {
      id
      name
      country
      refused
    }
    publishers {
      id
      name
      macro
      suggested
    }
    runs {
      programName
      grouping
      completeAt
      rows
      masked
      known
      hidden
      unreadable
      failure
      dueAt
    }
  }
`);

const Reconnect = graphql(/* GraphQL */ `
  mutation ReconnectAmazon($id: ID!) {
    reconnectAmazon(id: $id) {
      __typename
      ... on AmazonSignInOk {
        consentUrl
      }
      ...Refused
    }
  }
`);
const Disconnect = graphql(/* GraphQL */ `
  mutation DisconnectAmazon($id: ID!) {
    disconnectAmazon(id: $id) {
      __typename
      ... on AmazonConnectionOk {
        connection {
          id
        }
      }
      ...Refused
    }
  }
`);

function standing({ state, problemAt }: AmazonAccountCardFragment): {
  tone: Tone;
  word: "working" | "refused" | "unfinished";
} {
  if (problemAt) return { tone: "danger", word: "refused" };
  return state === "CONNECTED"
    ? { tone: "success", word: "working" }
    : { tone: "waiting", word: "unfinished" };
}

interface AccountCardProps {
  account: FragmentType<typeof AccountFields>;
  timeZone: string;
  mayConnect: boolean;
}
/** One connection: what is missing first, then what it is, then how its reports go. */
export function AccountCard({ account: given, timeZone, mayConnect }: AccountCardProps): ReactNode {
  const account = readFragment(AccountFields, given);
  const t = useTranslations("amazon");
  const { tone, word } = standing(account);
  const title = account.profileName ?? t(`regions.${account.region}`);
  return (
    <Card>
      <CardHead
        title={title}
        actions={
          <>
            {account.simulated ? <Badge tone="info">{t("simulated")}</Badge> : null}
            <Badge tone={tone}>{t(`standing.${word}`)}</Badge>
          </>
        }
      />
      {account.missing.map((sentence) => (
        <p key={sentence} className="mb-3 max-w-prose font-medium">
          {sentence}
        </p>
      ))}
      {mayConnect && account.state === "SIGNED_IN" ? (
        <ProfileChoice id={account.id} profiles={account.profiles} />
      ) : null}
      {mayConnect && account.state === "PROFILE_CHOSEN" ? (
        <PublisherChoice id={account.id} publishers={account.publishers} />
      ) : null}
      <AccountFacts account={account} timeZone={timeZone} />
      {account.state === "CONNECTED" ? <RunsTable runs={account.runs} timeZone={timeZone} /> : null}
      {mayConnect ? <AccountActions id={account.id} name={title} /> : null}
    </Card>
  );
}

function AccountFacts({
  account,
  timeZone,
}: {
  account: AmazonAccountCardFragment;
  timeZone: string;
}): ReactNode {
  const t = useTranslations("amazon");
  const { profileId, country, currency, publisherName, template, templateAt } = account;
  if (!profileId) return null;
  const items = [
    { label: t("region"), value: t(`regions.${account.region}`) },
    { label: t("profile"), value: <span className="font-mono">{profileId}</span> },
    {
      label: t("storefront"),
      value: [country, currency, account.timeZone].filter(Boolean).join(", "),
    },
    ...(publisherName ? [{ label: t("publisher"), value: publisherName }] : []),
    ...(account.state === "CONNECTED"
      ? [{ label: t("programs"), value: account.programNames.join(", ") || t("noPrograms") }]
      : []),
  ];
  return (
    <div className="mt-3 flex flex-col gap-3">
      <Facts items={items} />
      {template ? (
        <details className="rounded-control border border-border">
          <summary className="cursor-pointer px-3 py-2 font-medium">
            {t("template", { date: templateAt ? formatDateTime(templateAt, timeZone) : "" })}
          </summary>
          <div className="flex flex-col items-start gap-2 border-t border-border p-3">
            <p className="text-muted">{t("templateText")}</p>
            <code className="font-mono text-table break-all">{template}</code>
            <CopyButton text={template} what={t("templateName")} />
          </div>
        </details>
      ) : null}
    </div>
  );
}

function AccountActions({ id, name }: { id: string; name: string }): ReactNode {
  const t = useTranslations("amazon");
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const again = useSend(Reconnect);
  const away = useSend(Disconnect);
  const reconnect = async () => {
    const sent = await again.send({ id });
    if (sent.ok) window.location.assign(sent.result.consentUrl);
  };
  const disconnect = async () => {
    if (!(await away.send({ id })).ok) return;
    toast(t("disconnected"));
    setAsking(false);
  };
  return (
    <>
      {again.refusal ? <FormAlert>{again.refusal.message}</FormAlert> : null}
      <div className="mt-4 flex flex-wrap gap-2">
        <Button size="small" busy={again.sending} onClick={() => void reconnect()}>
          {t("reconnect")}
        </Button>
        <Button
          size="small"
          tone="quiet"
          onClick={() => setAsking(true)}
          aria-label={t("disconnectOf", { name })}
        >
          {t("disconnect")}
        </Button>
      </div>
      <SendDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("disconnectOf", { name })}
        submit={t("disconnect")}
        tone="danger"
        sending={away.sending}
        refusal={away.refusal}
        onSend={disconnect}
      >
        <p>{t("disconnectText")}</p>
      </SendDialog>
    </>
  );
}
