"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { AccountKind, AccountsQuery, Edition } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatCount, formatDate, formatDateTime } from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { useSend } from "../../lib/use-send.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { controlClass, Select } from "../../ui/form.tsx";
import { ListTable, RowHead, Td } from "../../ui/table.tsx";
import { useToast } from "../../ui/toast.tsx";
import { graphql } from "../../gql/index.ts";
import { accountKinds } from "./choices.ts";
import { PagedList } from "../../ui/paged-list.tsx";

const Accounts = graphql(/* GraphQL */ `
  query Accounts($kind: AccountKind, $search: Line, $after: String) {
    accounts(first: 50, after: $after, kind: $kind, search: $search) {
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
        programs
        partners
        members
        activeAt
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

interface Asked {
  search: string;
  kind: AccountKind | null;
}
interface AccountListProps {
  timeZone: string;
  asked: Asked;
  /** Of the first page. */
  variables: { kind: AccountKind | null; search: string | null; after: null };
  first: Loaded<AccountsQuery>;
}
/** Everybody who uses this installation. */
export function AccountList({ timeZone, asked, variables, first }: AccountListProps): ReactNode {
  const t = useTranslations("operator");
  const kinds = useTranslations("shell.kinds");
  const list = usePages(Accounts, variables, first, pick);
  return (
    <>
      <PageHead title={t("accounts")} lead={t("accountsLead")} />
      <Find {...asked} />
      <PagedList list={list} empty={<Empty title={t("noAccount")}>{t("noAccountText")}</Empty>}>
        {(rows) => (
          <ListTable
            label={t("accounts")}
            columns={[
              t("name"),
              t("kind"),
              t("edition"),
              t("programs"),
              t("partners"),
              t("members"),
              t("active"),
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
                <Td numeric>{formatCount(row.programs)}</Td>
                <Td numeric>{formatCount(row.partners)}</Td>
                <Td numeric>{formatCount(row.members)}</Td>
                <Td className="whitespace-nowrap">
                  {row.activeAt ? formatDateTime(row.activeAt, timeZone) : "–"}
                </Td>
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
    </>
  );
}

/** A form of the page itself: it works without scripts, too. */
function Find({ search, kind }: Asked): ReactNode {
  const t = useTranslations("operator");
  const kinds = useTranslations("shell.kinds");
  return (
    <search>
      <form method="get" className="mb-3 flex flex-wrap items-center gap-2">
        <input
          key={search}
          type="search"
          name="search"
          aria-label={t("find")}
          placeholder={t("find")}
          defaultValue={search}
          maxLength={200}
          autoComplete="off"
          className={`${controlClass} sm:w-64`}
        />
        <Select
          key={kind}
          name="kind"
          aria-label={t("kind")}
          defaultValue={kind ?? ""}
          className="sm:w-40"
        >
          <option value="">{t("everyKind")}</option>
          {accountKinds.map((each) => (
            <option key={each} value={each}>
              {kinds(each)}
            </option>
          ))}
        </Select>
        <Button type="submit">{t("show")}</Button>
      </form>
    </search>
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
