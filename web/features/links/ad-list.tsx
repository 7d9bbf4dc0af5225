"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import type { AdsQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { usePages } from "../../lib/use-pages.ts";
import { useSend } from "../../lib/use-send.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { ListTable, RowHead, Td } from "../../ui/table.tsx";
import { useToast } from "../../ui/toast.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { AdDialog } from "./ad-dialog.tsx";
import { PageWarnings } from "./page-warnings.tsx";

const AdList_ad = graphql(/* GraphQL */ `
  fragment AdList_ad on Ad {
    id
    name
    code
    type
    linkText
    landingPage
    warnings
    state
    createdAt
  }
`);

const Ads = graphql(/* GraphQL */ `
  query Ads($programId: ID!, $after: String) {
    ads(
      first: 25
      after: $after
      programId: $programId
      filter: { types: [ONLINE_TRACKING_LINK, TEXT_LINK] }
    ) {
      nodes {
        id
        name
        type
        state
        ...AdList_ad
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const SetAdState = graphql(/* GraphQL */ `
  mutation SetAdState($id: ID!, $state: AdState!) {
    setAdState(id: $id, state: $state) {
      __typename
      ... on AdOk {
        ad {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

const pick = (data: AdsQuery) => data.ads;

/** The brand's ads: what links can carry; partners' deep links are theirs. */
export function AdList({
  programId,
  mayWrite,
  first,
}: {
  programId: string;
  mayWrite: boolean;
  first: Loaded<AdsQuery>;
}): ReactNode {
  const t = useTranslations("links");
  const [creating, setCreating] = useState(false);
  const list = usePages(Ads, { programId, after: null }, first, pick);
  return (
    <section className="mt-6">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <div>
          <h2>{t("ads")}</h2>
          <p className="text-muted">{t("adsText")}</p>
        </div>
        {mayWrite ? <Button onClick={() => setCreating(true)}>{t("createAd")}</Button> : null}
      </div>
      <PagedList list={list} skeletonRows={3}>
        {(rows) => (
          <ListTable
            label={t("ads")}
            columns={[t("name"), t("type"), t("landingPageShort"), t("code"), t("state")]}
            actions={t("actions")}
          >
            {rows.map((ad) => (
              <AdRow key={ad.id} ad={ad} mayWrite={mayWrite} />
            ))}
          </ListTable>
        )}
      </PagedList>
      <AdDialog open={creating} onClose={() => setCreating(false)} programId={programId} />
    </section>
  );
}

function AdRow({
  ad,
  mayWrite,
}: {
  ad: FragmentType<typeof AdList_ad>;
  mayWrite: boolean;
}): ReactNode {
  const t = useTranslations("links");
  const toast = useToast();
  const { send, sending } = useSend(SetAdState);
  const { id, name, type, landingPage, warnings, code, state } = readFragment(AdList_ad, ad);
  const isActive = state === "ACTIVE";
  const toggle = async () => {
    const sent = await send({ id, state: isActive ? "INACTIVE" : "ACTIVE" });
    if (!sent.ok) toast(sent.refusal.message);
  };
  return (
    <tr>
      <RowHead>{name}</RowHead>
      <Td className="whitespace-nowrap">{t(`types.${type}`)}</Td>
      <Td className="min-w-56 break-all">
        {landingPage ?? <span className="text-subtle">{t("programPage")}</span>}
        <PageWarnings warnings={warnings} />
      </Td>
      <Td className="font-mono">{code}</Td>
      <Td>
        <Badge tone={isActive ? "success" : "warning"}>{t(`adStates.${state}`)}</Badge>
      </Td>
      <Td>
        {mayWrite && type === "TEXT_LINK" ? (
          <Button
            size="small"
            busy={sending}
            aria-label={t(isActive ? "switchOffOf" : "switchOnOf", { name })}
            onClick={() => void toggle()}
          >
            {t(isActive ? "switchOff" : "switchOn")}
          </Button>
        ) : null}
      </Td>
    </tr>
  );
}
