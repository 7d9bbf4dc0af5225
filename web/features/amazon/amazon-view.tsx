"use client";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { AmazonAccountsQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { useSend } from "../../lib/use-send.ts";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { FormAlert } from "../../ui/form.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { useToast } from "../../ui/toast.tsx";
import { AccountCard } from "./account-card.tsx";
import { ConnectCard } from "./connect-card.tsx";
import type { Returned } from "./returned.ts";

const AmazonAccounts = graphql(/* GraphQL */ `
  query AmazonAccounts {
    amazonSetUp {
      ready
      redirectAddress
    }
    amazonConnections {
      id
      state
      ...AmazonAccountCard
    }
  }
`);

const FinishAmazon = graphql(/* GraphQL */ `
  mutation FinishAmazon($code: Line!, $state: Line!) {
    finishAmazonConnection(code: $code, state: $state) {
      __typename
      ... on AmazonConnectionOk {
        connection {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

/** Sends what Amazon brought back, once, and takes it out of the address. */
function useReturn(returned: Returned | null): { finishing: boolean; fault: string | null } {
  const t = useTranslations("amazon");
  const router = useRouter();
  const toast = useToast();
  const { send, sending, refusal } = useSend(FinishAmazon);
  const sent = useRef(false);
  const [saidNo] = useState(returned?.kind === "no");
  useEffect(() => {
    if (!returned || sent.current) return;
    sent.current = true;
    router.replace("/settings/amazon");
    if (returned.kind === "no") return;
    void send({ code: returned.code, state: returned.state }).then(
      ({ ok }) => ok && toast(t("signedIn")),
    );
  }, [returned, router, send, t, toast]);
  return { finishing: sending, fault: saidNo ? t("saidNo") : (refusal?.message ?? null) };
}

interface AmazonViewProps {
  returned: Returned | null;
  timeZone: string;
  mayConnect: boolean;
  first: Loaded<AmazonAccountsQuery>;
}
export function AmazonView({ returned, timeZone, mayConnect, first }: AmazonViewProps): ReactNode {
  const t = useTranslations("amazon");
  const { finishing, fault } = useReturn(returned);
  const state = useLoaded(AmazonAccounts, {}, first);
  return (
    <div className="flex max-w-4xl flex-col gap-3">
      {fault ? <FormAlert>{fault}</FormAlert> : null}
      {finishing ? <output className="text-muted">{t("finishing")}</output> : null}
      <Panel state={state} skeleton={<RowsSkeleton />}>
        {({ amazonSetUp, amazonConnections }) => (
          <div className="flex flex-col gap-3">
            {amazonConnections.length === 0 ? (
              <Card>
                <Empty title={t("none")}>{t("noneText")}</Empty>
              </Card>
            ) : null}
            {amazonConnections.map((account) => (
              <AccountCard
                key={`${account.id}/${account.state}`}
                account={account}
                timeZone={timeZone}
                mayConnect={mayConnect}
              />
            ))}
            {mayConnect ? (
              <ConnectCard setUp={amazonSetUp} />
            ) : (
              <p className="text-muted">{t("askAdmin")}</p>
            )}
          </div>
        )}
      </Panel>
    </div>
  );
}
