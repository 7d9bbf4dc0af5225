"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { LinkDomainsQuery, LinkDomainState } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { textOf } from "../../lib/form-values.ts";
import { formatDateTime } from "../../lib/format.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { Form, InputField } from "../../ui/form.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { RowHead, Table, Td, Th, wideOnly } from "../../ui/table.tsx";
import { useToast } from "../../ui/toast.tsx";

const LinkDomains = graphql(/* GraphQL */ `
  query LinkDomains {
    linkDomains {
      id
      host
      state
      problem
      isShown
      txtName
      txtValue
      target
      checkedAt
    }
  }
`);
const AddLinkDomain = graphql(/* GraphQL */ `
  mutation AddLinkDomain($host: Line!, $key: String!) {
    addLinkDomain(host: $host, idempotencyKey: $key) {
      __typename
      ... on LinkDomainOk {
        linkDomain {
          id
        }
      }
      ...Refused
    }
  }
`);
const CheckLinkDomain = graphql(/* GraphQL */ `
  mutation CheckLinkDomain($id: ID!, $key: String!) {
    checkLinkDomain(id: $id, idempotencyKey: $key) {
      __typename
      ... on LinkDomainOk {
        linkDomain {
          id
          state
          problem
        }
      }
      ...Refused
    }
  }
`);
const ShowLinkDomain = graphql(/* GraphQL */ `
  mutation ShowLinkDomain($id: ID!, $isShown: Boolean!, $key: String!) {
    showLinkDomain(id: $id, isShown: $isShown, idempotencyKey: $key) {
      __typename
      ... on LinkDomainOk {
        linkDomain {
          id
          isShown
        }
      }
      ...Refused
    }
  }
`);
const RemoveLinkDomain = graphql(/* GraphQL */ `
  mutation RemoveLinkDomain($id: ID!, $key: String!) {
    removeLinkDomain(id: $id, idempotencyKey: $key) {
      __typename
      ... on RemoveLinkDomainOk {
        id
      }
      ...Refused
    }
  }
`);

type Domain = LinkDomainsQuery["linkDomains"][number];
const tones: Record<LinkDomainState, Tone> = {
  PENDING: "waiting",
  VERIFIED: "success",
  LOST: "danger",
};

interface DomainsViewProps {
  first: Loaded<LinkDomainsQuery>;
  timeZone: string;
  mayWrite: boolean;
}
/** The brand's own domains for its links, with the records that each needs. */
export function DomainsView({ first, timeZone, mayWrite }: DomainsViewProps): ReactNode {
  const t = useTranslations("domains");
  const state = useLoaded(LinkDomains, {}, first);
  return (
    <div className="flex flex-col gap-3">
      <Panel state={state} skeleton={<RowsSkeleton rows={4} />}>
        {({ linkDomains: domains }) =>
          domains.length === 0 ? (
            <Empty title={t("none")}>{t("noneText")}</Empty>
          ) : (
            domains.map((domain) => (
              <DomainCard key={domain.id} domain={domain} timeZone={timeZone} mayWrite={mayWrite} />
            ))
          )
        }
      </Panel>
      {mayWrite ? <AddCard /> : null}
    </div>
  );
}

function AddCard(): ReactNode {
  const t = useTranslations("domains");
  const { send, sending, refusal } = useSendOnce(AddLinkDomain);
  const [added, setAdded] = useState(0);
  const add = async (values: FormData) => {
    if ((await send({ host: textOf(values, "host") })).ok) setAdded(added + 1);
  };
  return (
    <Card className="max-w-md">
      <CardHead title={t("add")} />
      <Form key={added} refusal={refusal} onSend={add}>
        <InputField
          name="host"
          label={t("host")}
          hint={t("hostHint")}
          required
          maxLength={253}
          autoComplete="off"
        />
        <div>
          <Button type="submit" tone="primary" busy={sending}>
            {t("add")}
          </Button>
        </div>
      </Form>
    </Card>
  );
}

function DomainCard({
  domain,
  timeZone,
  mayWrite,
}: Omit<DomainsViewProps, "first"> & { domain: Domain }): ReactNode {
  const t = useTranslations("domains");
  const { host, state, problem, isShown, checkedAt } = domain;
  return (
    <Card>
      <CardHead
        title={<span className="break-all">{host}</span>}
        actions={
          <span className="flex flex-wrap gap-1">
            <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
            {isShown && state === "VERIFIED" ? <Badge tone="info">{t("inUse")}</Badge> : null}
          </span>
        }
      />
      {problem === null ? null : <p className="mb-2">{problem}.</p>}
      {state === "VERIFIED" ? null : <Records domain={domain} />}
      <p className="text-caption text-muted">
        {checkedAt === null
          ? t("notChecked")
          : t("checked", { at: formatDateTime(checkedAt, timeZone) })}
      </p>
      {mayWrite ? <Actions domain={domain} /> : null}
    </Card>
  );
}

/** What its owner enters where the domain is kept. */
function Records({ domain: { host, txtName, txtValue, target } }: { domain: Domain }): ReactNode {
  const t = useTranslations("domains");
  const rows = [
    ["TXT", txtName, txtValue],
    ["CNAME", host, target],
  ] as const;
  return (
    <div className="mb-2">
      <p className="mb-2 text-muted">{t("records")}</p>
      <Table label={t("recordsOf", { host })} stacked>
        <thead className={wideOnly}>
          <tr>
            <Th>{t("type")}</Th>
            <Th>{t("name")}</Th>
            <Th>{t("value")}</Th>
            <Th>
              <span className="sr-only">{t("copy")}</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([type, name, value]) => (
            <tr key={type}>
              <RowHead label={t("type")}>{type}</RowHead>
              <Td label={t("name")} className="font-mono break-all">
                {name}
              </Td>
              <Td label={t("value")} className="font-mono break-all">
                {value}
              </Td>
              <Td>
                <CopyButton text={value} what={t("copyOf", { type })} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function Actions({ domain: { id, host, state, isShown } }: { domain: Domain }): ReactNode {
  const t = useTranslations("domains");
  const toast = useToast();
  const check = useSendOnce(CheckLinkDomain);
  const show = useSendOnce(ShowLinkDomain);
  const [removing, setRemoving] = useState(false);
  const look = async () => {
    const sent = await check.send({ id });
    toast(sent.ok ? t(`found.${sent.result.linkDomain.state}`) : sent.refusal.message);
  };
  const use = async () => {
    const sent = await show.send({ id, isShown: !isShown });
    if (!sent.ok) toast(sent.refusal.message);
  };
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      <Button size="small" busy={check.sending} onClick={() => void look()}>
        {t("check")}
      </Button>
      {state === "VERIFIED" || isShown ? (
        <Button
          size="small"
          tone={isShown ? "plain" : "primary"}
          busy={show.sending}
          onClick={() => void use()}
        >
          {t(isShown ? "unuse" : "use")}
        </Button>
      ) : null}
      <Button size="small" onClick={() => setRemoving(true)}>
        {t("remove")}
      </Button>
      {removing ? (
        <ConfirmDialog
          open
          id={id}
          document={RemoveLinkDomain}
          title={t("removeTitle", { host })}
          text={t("removeText")}
          submit={t("remove")}
          tone="danger"
          done={t("removed")}
          onClose={() => setRemoving(false)}
        />
      ) : null}
    </div>
  );
}
