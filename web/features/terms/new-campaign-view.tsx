"use client";
import { useState, type ReactNode } from "react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { brandPages } from "../../lib/addresses.ts";
import { zoneName } from "../../lib/format.ts";
import { textOf } from "../../lib/form-values.ts";
import { useHydrated } from "../../lib/use-hydrated.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { Form, InputField, SelectField } from "../../ui/form.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { useToast } from "../../ui/toast.tsx";
import { currencyOptions } from "../auth/zones.ts";
import { inputOf, offeredKinds, placeRefusal, type TermsDraft } from "./editor/draft.ts";
import { graphql } from "../../gql/index.ts";
import { PayoutFields } from "./editor/payout-fields.tsx";

const CreateCampaignTerms = graphql(/* GraphQL */ `
  mutation CreateCampaignTerms($programId: ID!, $input: CampaignTermsInput!, $key: String!) {
    createCampaignTerms(programId: $programId, input: $input, idempotencyKey: $key) {
      __typename
      ... on CampaignTermsOk {
        campaignTerms {
          id
        }
      }
      ...Refused
    }
  }
`);

interface NewCampaignViewProps {
  program: { id: string; code: string };
  timeZone: string;
  start: TermsDraft;
}
/**
 * Name, days and payouts by event type. Fields are named as in the input, so that a refusal finds
 * its field by path.
 */
export function NewCampaignView({ program, timeZone, start }: NewCampaignViewProps): ReactNode {
  const t = useTranslations("terms.campaigns");
  const terms = useTranslations("terms");
  const router = useRouter();
  const toast = useToast();
  const hydrated = useHydrated();
  const { send, sending, refusal } = useSendOnce(CreateCampaignTerms);
  const [draft, setDraft] = useState(start);
  const base = brandPages(program.code).terms;
  const create = async (values: FormData) => {
    const { currency, eventPayouts } = inputOf(draft);
    const name = textOf(values, "name").trim();
    const input = {
      name,
      firstDate: textOf(values, "firstDate"),
      lastDate: textOf(values, "lastDate"),
      currency,
      eventPayouts,
    };
    const sent = await send({ programId: program.id, input });
    if (!sent.ok) return;
    toast(terms("created", { name }));
    router.push(`${base}/campaigns`);
  };
  const wayOn =
    refusal?.code === "CPC_NOT_ALLOWED_AT_CAMPAIGN_LEVEL" ? (
      <p className="ps-6">
        <Link href={base} className={textLinkClass}>
          {t("toTemplates")}
        </Link>
      </p>
    ) : null;
  return (
    <div className="max-w-lg">
      <PageHead title={t("create")} lead={t("noSource")} />
      <Card>
        <noscript>
          <p className="mb-3 text-warning">{t("needsScripts")}</p>
        </noscript>
        <Form refusal={placeRefusal(refusal)} onSend={create}>
          <InputField name="name" label={terms("name")} required maxLength={200} />
          <div className="grid gap-4 sm:grid-cols-2">
            <InputField
              name="firstDate"
              type="date"
              required
              label={t("firstDate")}
              hint={t("firstHint", { zone: zoneName(timeZone) })}
            />
            <InputField
              name="lastDate"
              type="date"
              required
              label={t("lastDate")}
              hint={t("lastHint")}
            />
          </div>
          <SelectField
            name="currency"
            label={terms("currency")}
            value={draft.currency}
            onChange={(event) => setDraft((now) => ({ ...now, currency: event.target.value }))}
            options={currencyOptions}
          />
          {offeredKinds.map((event) => (
            <PayoutFields
              key={event}
              event={event}
              draft={draft}
              onChange={setDraft}
              note={event === "CLICK" ? wayOn : null}
            />
          ))}
          <div>
            <Button type="submit" tone="primary" busy={sending} disabled={!hydrated}>
              {t("save")}
            </Button>
          </div>
        </Form>
      </Card>
    </div>
  );
}
