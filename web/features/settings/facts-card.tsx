"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { ProgramSettingsQuery } from "../../gql/graphql.ts";
import { textOf } from "../../lib/form-values.ts";
import { zoneName } from "../../lib/format.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead, Facts } from "../../ui/card.tsx";
import { Form, InputField } from "../../ui/form.tsx";
import { useToast } from "../../ui/toast.tsx";
import { PageWarnings } from "../links/page-warnings.tsx";

const UpdateProgram = graphql(/* GraphQL */ `
  mutation UpdateProgram($id: ID!, $input: UpdateProgramInput!, $key: String!) {
    updateProgram(id: $id, input: $input, idempotencyKey: $key) {
      __typename
      ... on UpdateProgramOk {
        cut
        program {
          id
          name
          landingPage
        }
      }
      ...Refused
    }
  }
`);

interface FactsCardProps {
  program: NonNullable<ProgramSettingsQuery["program"]>;
  mayWrite: boolean;
  onChanged: () => void;
}
/** What the program is; its name and its landing page can be changed. */
export function FactsCard({ program, mayWrite, onChanged }: FactsCardProps): ReactNode {
  const t = useTranslations("settings");
  const [editing, setEditing] = useState(false);
  /** What was cut of the page that was given. */
  const [cut, setCut] = useState<readonly string[]>([]);
  return (
    <Card>
      <CardHead
        title={program.name}
        actions={
          mayWrite && !editing ? (
            <Button size="small" onClick={() => setEditing(true)}>
              {t("edit")}
            </Button>
          ) : null
        }
      />
      {editing ? (
        <EditForm
          program={program}
          onClose={() => setEditing(false)}
          onSaved={(names) => {
            setCut(names);
            setEditing(false);
            onChanged();
          }}
        />
      ) : null}
      {cut.length > 0 ? (
        <output className="mb-3 block">{t("pageCut", { names: cut.join(", ") })}</output>
      ) : null}
      <Facts items={factsOf(program, t)} />
    </Card>
  );
}

const factsOf = (
  program: FactsCardProps["program"],
  t: ReturnType<typeof useTranslations<"settings">>,
) => [
  {
    label: t("storefront"),
    value: t("storefrontValue", {
      marketplace: program.marketplace,
      currency: program.marketplaceCurrency,
    }),
  },
  {
    label: t("landingPage"),
    value: (
      <>
        <span className="break-all">{program.landingPage}</span>
        <PageWarnings warnings={program.landingPageWarnings} />
      </>
    ),
  },
  { label: t("code"), value: <span className="font-mono">{program.code}</span> },
  { label: t("reportZone"), value: zoneName(program.marketplaceTimeZone) },
  {
    label: t("sales"),
    value: t(`salesSources.${program.salesSource}`, { clicksOnly: String(program.clicksOnly) }),
  },
];

interface EditFormProps {
  program: FactsCardProps["program"];
  onClose: () => void;
  onSaved: (cut: readonly string[]) => void;
}
function EditForm({ program, onClose, onSaved }: EditFormProps): ReactNode {
  const t = useTranslations("settings");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(UpdateProgram);
  const save = async (values: FormData) => {
    const input = {
      name: textOf(values, "name").trim(),
      landingPage: textOf(values, "landingPage").trim(),
    };
    const sent = await send({ id: program.id, input });
    if (!sent.ok) return;
    toast(t("programSaved"));
    onSaved(sent.result.cut);
  };
  return (
    <div className="mb-4">
      <Form refusal={refusal} onSend={save}>
        <InputField
          name="name"
          label={t("programName")}
          required
          maxLength={200}
          defaultValue={program.name}
        />
        <InputField
          name="landingPage"
          inputMode="url"
          label={t("landingPage")}
          hint={t("landingPageHint")}
          required
          defaultValue={program.landingPage}
        />
        <div className="flex gap-2">
          <Button type="submit" tone="primary" busy={sending}>
            {t("saveProgram")}
          </Button>
          <Button onClick={onClose}>{t("cancel")}</Button>
        </div>
      </Form>
    </div>
  );
}
