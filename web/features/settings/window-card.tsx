"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { UniqueWindowType } from "../../gql/graphql.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { FormAlert, SelectField } from "../../ui/form.tsx";
import { useToast } from "../../ui/toast.tsx";
import { SettingsPreview } from "./settings-preview.tsx";
import { windowMinutes, windowTypes } from "./windows.ts";

const SetUniqueWindow = graphql(/* GraphQL */ `
  mutation SetUniqueWindow(
    $programId: ID!
    $minutes: Count!
    $type: UniqueWindowType!
    $key: String!
  ) {
    setUniqueWindow(programId: $programId, minutes: $minutes, type: $type, idempotencyKey: $key) {
      __typename
      ... on UniqueWindowOk {
        program {
          id
          uniqueWindowMinutes
          uniqueWindowType
        }
      }
      ...Refused
    }
  }
`);

interface WindowCardProps {
  programId: string;
  minutes: number;
  type: UniqueWindowType;
  timeZone: string;
  mayWrite: boolean;
  onChanged: () => void;
}
/** Within how long a visitor's repeat is a duplicate. */
export function WindowCard(props: WindowCardProps): ReactNode {
  const { programId, minutes, type, timeZone, mayWrite, onChanged } = props;
  const t = useTranslations("settings");
  const s = useTranslations("start");
  const toast = useToast();
  const [chosen, setChosen] = useState({ minutes, type });
  const { send, sending, refusal } = useSendOnce(SetUniqueWindow);
  const isSame = chosen.minutes === minutes && chosen.type === type;
  const save = async () => {
    const sent = await send({ programId, ...chosen });
    if (!sent.ok) return;
    toast(t("windowSaved"));
    onChanged();
  };
  return (
    <Card>
      <CardHead title={t("duplicates")} />
      <p className="mb-3 max-w-prose text-muted">{t(`windows.${type}`, { minutes })}</p>
      {refusal ? <FormAlert>{refusal.message}</FormAlert> : null}
      {mayWrite ? (
        <div className="flex flex-col gap-3">
          <div className="grid gap-3 sm:grid-cols-2">
            <SelectField
              name="uniqueWindowMinutes"
              label={s("window")}
              value={String(chosen.minutes)}
              onChange={(event) => setChosen({ ...chosen, minutes: Number(event.target.value) })}
              options={windowMinutes.map((each) => ({
                value: String(each),
                label: s("minutes", { minutes: String(each) }),
              }))}
            />
            <SelectField
              name="uniqueWindowType"
              label={s("windowFrom")}
              value={chosen.type}
              onChange={(event) =>
                setChosen({ ...chosen, type: event.target.value as UniqueWindowType })
              }
              options={windowTypes.map((value) => ({ value, label: s(`windowTypes.${value}`) }))}
            />
          </div>
          <p className="text-caption text-muted">{t("riskFilterSince")}</p>
          {isSame ? null : <SettingsPreview tried={{ programId, ...chosen }} timeZone={timeZone} />}
          <div>
            <Button busy={sending} disabled={isSame} onClick={() => void save()}>
              {t("windowSave")}
            </Button>
          </div>
        </div>
      ) : null}
    </Card>
  );
}
