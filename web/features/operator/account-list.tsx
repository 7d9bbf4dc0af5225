"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { AccountsQuery, Edition } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatDate } from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { useSend } from "../../lib/use-send.ts";
import { Badge } from "../../ui/badge.tsx";
import { Select } from "../../ui/form.tsx";
import { ListTable, RowHead, Td } from "../../ui/table.tsx";
import { useToast } from "../../ui/toast.tsx";
import { graphql } from "../../gql/index.ts";
import { PagedList } from "../../ui/paged-list.tsx";

const Accounts = graphql(/* GraphQL */ `
  query Accounts($kind: AccountKind, $after: String) {
    accounts(first: 25, after: $after, kind: $kind) {
      nodes {
        id
        name
        kind
        code
        currency
        timeZone
        edition
        state
        createdAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const SetEdition = graphql(/* GraphQL */ `
  mutation SetEdition($accountId: ID!, $edition: Edition!) {
    setEdition(accountId: $accountId, edition: $edition) {
      __typename
      ... on SetEditionOk {
        account {
          id
          edition
        }
      }
      ...Refused
    }
  }
`);

const pick = (data: AccountsQuery) => data.accounts;
const editions: Edition[] = ["STARTER", "ESSENTIALS", "PRO", "ENTERPRISE"];

export function AccountList({
  timeZone,
  first,
}: {
  timeZone: string;
  first: Loaded<AccountsQuery>;
}): ReactNode {
  const t = useTranslations("operator");
  const kinds = useTranslations("shell.kinds");
  const list = usePages(Accounts, { kind: null, after: null }, first, pick);
  return (
    <section className="mt-6">
      <h2 className="mb-3">{t("accounts")}</h2>
      <PagedList list={list}>
        {(rows) => (
          <ListTable
            label={t("accounts")}
            columns={[
              t("name"),
              t("kind"),
              t("edition"),
              t("currency"),
              t("timeZone"),
              t("since"),
              t("state"),
            ]}
          >
            {rows.map((row) => (
              <tr key={row.id}>
                <RowHead>{row.name}</RowHead>
                <Td>{kinds(row.kind)}</Td>
                <Td>
                  {row.edition ? (
                    <EditionSelect id={row.id} name={row.name} edition={row.edition} />
                  ) : (
                    <span className="text-subtle">–</span>
                  )}
                </Td>
                <Td>{row.currency}</Td>
                <Td>{row.timeZone}</Td>
                <Td className="whitespace-nowrap">{formatDate(row.createdAt, timeZone)}</Td>
                <Td>
                  <Badge tone={row.state === "ACTIVE" ? "success" : "warning"}>
                    {t(`accountStates.${row.state}`)}
                  </Badge>
                </Td>
              </tr>
            ))}
          </ListTable>
        )}
      </PagedList>
    </section>
  );
}

function EditionSelect({
  id,
  name,
  edition,
}: {
  id: string;
  name: string;
  edition: Edition;
}): ReactNode {
  const t = useTranslations("operator");
  const words = useTranslations("settings.editions");
  const toast = useToast();
  const { send, sending } = useSend(SetEdition);
  const change = async (next: Edition) => {
    const sent = await send({ accountId: id, edition: next });
    toast(sent.ok ? t("editionSet", { name, edition: words(next) }) : sent.refusal.message);
  };
  return (
    <Select
      aria-label={t("editionOf", { name })}
      value={edition}
      disabled={sending}
      className="w-auto min-w-32"
      onChange={(event) => void change(event.target.value as Edition)}
    >
      {editions.map((each) => (
        <option key={each} value={each}>
          {words(each)}
        </option>
      ))}
    </Select>
  );
}
