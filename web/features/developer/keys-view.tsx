"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ApiKeysQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatDate, formatDateTime } from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { useSend } from "../../lib/use-send.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { CodeBox } from "../../ui/code-box.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { ListTable, RowHead, Td } from "../../ui/table.tsx";
import { useToast } from "../../ui/toast.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { DevTabs } from "./dev-tabs.tsx";
import { KeyDialog } from "./key-dialog.tsx";
import { graphql } from "../../gql/index.ts";
import { scopeText, type KeyScope } from "./scopes.ts";

const ApiKeys = graphql(/* GraphQL */ `
  query ApiKeys($after: String) {
    apiKeys(first: 25, after: $after) {
      nodes {
        id
        name
        prefix
        last4
        scopes
        createdAt
        createdBy
        lastUsedAt
        expiresAt
        revokedAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const RevokeApiKey = graphql(/* GraphQL */ `
  mutation RevokeApiKey($id: ID!) {
    revokeApiKey(id: $id) {
      __typename
      ... on RevokeApiKeyOk {
        apiKey {
          id
          revokedAt
        }
      }
      ...Refused
    }
  }
`);

const pick = (data: ApiKeysQuery) => data.apiKeys;
type ApiKey = ApiKeysQuery["apiKeys"]["nodes"][number];

interface KeysViewProps {
  /** What a key may be given; empty = the person makes none. */
  scopes: readonly KeyScope[];
  timeZone: string;
  curl: string;
  first: Loaded<ApiKeysQuery>;
}
export function KeysView({ scopes, timeZone, curl, first }: KeysViewProps): ReactNode {
  const t = useTranslations("developer");
  const [creating, setCreating] = useState(false);
  const list = usePages(ApiKeys, { after: null }, first, pick);
  const create =
    scopes.length > 0 ? (
      <Button tone="primary" onClick={() => setCreating(true)}>
        {t("createKey")}
      </Button>
    ) : null;
  return (
    <>
      <DevTabs current="keys" />
      <PageHead title={t("keys")} lead={t("keysLead")} actions={create} />
      <PagedList
        list={list}
        skeletonRows={3}
        empty={
          <Empty title={t("noKeys")} action={create}>
            {t("noKeysText")}
          </Empty>
        }
      >
        {(rows) => (
          <ListTable
            label={t("keys")}
            columns={[t("name"), t("key"), t("scopes"), t("lastUsed"), t("expires"), t("madeBy")]}
            actions={t("actions")}
          >
            {rows.map((row) => (
              <KeyRow key={row.id} apiKey={row} timeZone={timeZone} />
            ))}
          </ListTable>
        )}
      </PagedList>
      <Card className="mt-4">
        <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
          <h2>{t("firstQuery")}</h2>
          <CopyButton text={curl} what={t("firstQuery")} />
        </div>
        <CodeBox label={t("firstQuery")}>{curl}</CodeBox>
      </Card>
      <KeyDialog open={creating} onClose={() => setCreating(false)} scopes={scopes} />
    </>
  );
}

function KeyRow({ apiKey, timeZone }: { apiKey: ApiKey; timeZone: string }): ReactNode {
  const t = useTranslations("developer");
  const toast = useToast();
  const { send, sending } = useSend(RevokeApiKey);
  const { id, name, prefix, last4, scopes, lastUsedAt, expiresAt, revokedAt, createdBy } = apiKey;
  const revoke = async () => {
    const sent = await send({ id });
    toast(sent.ok ? t("revokedKey", { name }) : sent.refusal.message);
  };
  return (
    <tr>
      <RowHead>{name}</RowHead>
      <Td className="font-mono whitespace-nowrap">
        {prefix}…{last4}
      </Td>
      <Td className="min-w-56 font-mono">{scopes.map(scopeText).join(" ")}</Td>
      <Td className="whitespace-nowrap">
        {lastUsedAt ? formatDateTime(lastUsedAt, timeZone) : t("neverUsed")}
      </Td>
      <Td className="whitespace-nowrap">
        {expiresAt ? formatDate(expiresAt, timeZone) : t("never")}
      </Td>
      <Td>{createdBy}</Td>
      <Td>
        {revokedAt ? (
          <Badge>{t("revoked")}</Badge>
        ) : (
          <Button
            size="small"
            busy={sending}
            aria-label={t("revokeOf", { name })}
            onClick={() => void revoke()}
          >
            {t("revoke")}
          </Button>
        )}
      </Td>
    </tr>
  );
}
