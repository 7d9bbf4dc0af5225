"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { UniqueWindowType } from "../../gql/graphql.ts";
import { textOf } from "../../lib/form-values.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { graphql } from "../../gql/index.ts";
import { textLinkClass } from "../../ui/text-link.ts";
import { Form, InputField, SelectField } from "../../ui/form.tsx";
import { windowMinutes, windowTypes } from "./windows.ts";

const CreateProgram = graphql(/* GraphQL */ `
  mutation CreateProgram($input: CreateProgramInput!, $key: String!) {
    createProgram(input: $input, idempotencyKey: $key) {
      __typename
      ... on CreateProgramOk {
        cut
        program {
          id
          code
          name
        }
      }
      ...Refused
    }
  }
`);

interface ProgramFormProps {
  marketplaces: readonly { country: string; host: string; clicksOnly: boolean }[];
}
/** An Amazon Seller program: one storefront, one default page. */
export function ProgramForm({ marketplaces }: ProgramFormProps): ReactNode {
  const t = useTranslations("start");
  const [country, setCountry] = useState(marketplaces[0]?.country ?? "US");
  const chosen = marketplaces.find((each) => each.country === country);
  const { send, sending, refusal } = useSendOnce(CreateProgram);
  /** The program that was made, with what was cut of its page. */
  const [made, setMade] = useState<{ address: string; cut: readonly string[] } | null>(null);
  const create = async (values: FormData) => {
    const word = (name: string) => textOf(values, name).trim();
    const input = {
      name: word("name"),
      marketplace: word("marketplace"),
      landingPage: word("landingPage"),
      uniqueWindowMinutes: Number(word("uniqueWindowMinutes")),
      uniqueWindowType: word("uniqueWindowType") as UniqueWindowType,
    };
    const sent = await send({ input });
    if (!sent.ok) return;
    const { program, cut } = sent.result;
    if (cut.length > 0) setMade({ address: `/b/${program.code}`, cut });
    // A full load: the shell's list of programs has grown.
    else window.location.assign(`/b/${program.code}`);
  };
  if (made)
    return (
      <output className="flex flex-col gap-2">
        {t("pageCut", { names: made.cut.join(", ") })}
        <a href={made.address} className={textLinkClass}>
          {t("openProgram")}
        </a>
      </output>
    );
  return (
    <Form refusal={refusal} onSend={create}>
      <InputField
        name="name"
        label={t("name")}
        required
        maxLength={200}
        placeholder={t("namePlaceholder")}
      />
      <SelectField
        name="marketplace"
        label={t("marketplace")}
        hint={chosen?.clicksOnly ? t("clicksOnlyHint") : t("marketplaceHint")}
        value={country}
        onChange={(event) => setCountry(event.target.value)}
        options={marketplaces.map(({ country: code, clicksOnly }) => {
          const name = t(`countries.${code}` as "countries.US");
          return { value: code, label: clicksOnly ? t("clicksOnly", { name }) : name };
        })}
      />
      <InputField
        name="landingPage"
        inputMode="url"
        label={t("landingPage")}
        hint={t("landingPageHint")}
        required
        placeholder={`https://${chosen?.host ?? "www.amazon.com"}/stores/…`}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          name="uniqueWindowMinutes"
          label={t("window")}
          defaultValue="30"
          options={windowMinutes.map((minutes) => ({
            value: String(minutes),
            label: t("minutes", { minutes: String(minutes) }),
          }))}
        />
        <SelectField
          name="uniqueWindowType"
          label={t("windowFrom")}
          options={windowTypes.map((value) => ({
            value,
            label: t(`windowTypes.${value}`),
          }))}
        />
      </div>
      <div>
        <Button type="submit" tone="primary" busy={sending}>
          {t("create")}
        </Button>
      </div>
    </Form>
  );
}
