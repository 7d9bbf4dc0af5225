"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { AmazonRegion } from "../../gql/graphql.ts";
import { textOf } from "../../lib/form-values.ts";
import { useSend } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Form, SelectField } from "../../ui/form.tsx";

const StartAmazon = graphql(/* GraphQL */ `
  mutation StartAmazon($region: AmazonRegion!) {
    startAmazonConnection(region: $region) {
      __typename
      ... on AmazonSignInOk {
        connectionId
        consentUrl
      }
      ...Refused
    }
  }
`);

const regions = ["NA", "EU", "FE", "SIMULATED"] as const;

interface ConnectCardProps {
  setUp: { ready: boolean; redirectAddress: string };
}
/** Begins a sign-in; without the operator's client only the simulator can be connected. */
export function ConnectCard({ setUp }: ConnectCardProps): ReactNode {
  const t = useTranslations("amazon");
  const { send, sending, refusal } = useSend(StartAmazon);
  const [leaving, setLeaving] = useState(false);
  const start = async (values: FormData) => {
    const sent = await send({ region: textOf(values, "region") as AmazonRegion });
    if (!sent.ok) return;
    setLeaving(true);
    window.location.assign(sent.result.consentUrl);
  };
  return (
    <Card>
      <CardHead title={t("connect")} />
      <p className="mb-3 max-w-prose text-muted">{t("connectText")}</p>
      <Form refusal={refusal} onSend={start} className="max-w-md">
        <SelectField
          name="region"
          label={t("region")}
          hint={t("regionHint")}
          defaultValue={setUp.ready ? "NA" : "SIMULATED"}
          options={regions.map((value) => ({
            value,
            label: t(`regions.${value}`),
            disabled: !setUp.ready && value !== "SIMULATED",
          }))}
        />
        <div>
          <Button type="submit" tone="primary" busy={sending || leaving}>
            {t("signInAtAmazon")}
          </Button>
        </div>
      </Form>
      {setUp.ready ? null : (
        <div className="mt-4 border-t border-border pt-3 text-table">
          <p className="font-medium">{t("notSetUp")}</p>
          <p className="max-w-prose text-muted">{t("notSetUpText")}</p>
          <p className="mt-2 flex flex-wrap items-center gap-2">
            <span className="font-mono break-all">{setUp.redirectAddress}</span>
            <CopyButton text={setUp.redirectAddress} what={t("redirectAddress")} />
          </p>
        </div>
      )}
    </Card>
  );
}
