"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { DigestPace, TimesCard_TimesFragment } from "../../gql/graphql.ts";
import { textOf } from "../../lib/form-values.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { CheckField, Form, InputField, SelectField } from "../../ui/form.tsx";
import { useToast } from "../../ui/toast.tsx";
import { zoneOptions } from "../auth/zones.ts";

export const TimesCard_times = graphql(/* GraphQL */ `
  fragment TimesCard_times on LetterTimes {
    timeZone
    quietFrom
    quietUntil
    digestPace
    digestHour
    digestWeekday
  }
`);
const SetLetterTimes = graphql(/* GraphQL */ `
  mutation SetLetterTimes($input: LetterTimesInput!, $key: String!) {
    setLetterTimes(input: $input, idempotencyKey: $key) {
      __typename
      ... on NoticePreferencesOk {
        preferences {
          times {
            ...TimesCard_times
          }
        }
      }
      ...Refused
    }
  }
`);
const hours = Array.from({ length: 24 }, (_, hour) => hour);
const weekdays = ["1", "2", "3", "4", "5", "6", "7"] as const;
const paces = ["DAILY", "WEEKLY"] as const satisfies readonly DigestPace[];

interface TimesCardProps {
  times: TimesCard_TimesFragment;
  mayWrite: boolean;
}
/** When letters go out: quiet hours and digest, in a zone of the person's own. */
export function TimesCard({ times, mayWrite }: TimesCardProps): ReactNode {
  const t = useTranslations("notices.preferences");
  const toast = useToast();
  const [isQuiet, setQuiet] = useState(times.quietFrom !== null);
  const [pace, setPace] = useState<DigestPace>(times.digestPace);
  const { send, sending, refusal } = useSendOnce(SetLetterTimes);
  const save = async (values: FormData) => {
    const sent = await send({
      input: {
        timeZone: textOf(values, "timeZone"),
        quietFrom: isQuiet ? textOf(values, "quietFrom") : null,
        quietUntil: isQuiet ? textOf(values, "quietUntil") : null,
        digestPace: pace,
        digestHour: Number(textOf(values, "digestHour")),
        digestWeekday: pace === "WEEKLY" ? Number(textOf(values, "digestWeekday")) : 1,
      },
    });
    if (sent.ok) toast(t("saved"));
  };
  return (
    <Card>
      <CardHead title={t("times")} />
      <Form refusal={refusal} onSend={save}>
        <fieldset disabled={!mayWrite} className="flex flex-col gap-4">
          <SelectField
            name="timeZone"
            label={t("timeZone")}
            defaultValue={times.timeZone}
            options={zoneOptions()}
          />
          <CheckField
            name="quiet"
            label={t("quiet")}
            hint={t("quietHint")}
            checked={isQuiet}
            onChange={(event) => setQuiet(event.target.checked)}
          />
          {isQuiet ? (
            <div className="grid grid-cols-2 gap-3">
              <InputField
                name="quietFrom"
                type="time"
                required
                label={t("quietFrom")}
                defaultValue={times.quietFrom ?? "22:00"}
              />
              <InputField
                name="quietUntil"
                type="time"
                required
                label={t("quietUntil")}
                defaultValue={times.quietUntil ?? "07:00"}
              />
            </div>
          ) : null}
          <div className="grid grid-cols-2 gap-3">
            <SelectField
              name="digestPace"
              label={t("digest")}
              value={pace}
              onChange={(event) => setPace(event.target.value as DigestPace)}
              options={paces.map((value) => ({ value, label: t(`paces.${value}`) }))}
            />
            <SelectField
              name="digestHour"
              label={t("digestHour")}
              defaultValue={String(times.digestHour)}
              options={hours.map((hour) => ({
                value: String(hour),
                label: `${String(hour).padStart(2, "0")}:00`,
              }))}
            />
            {pace === "WEEKLY" ? (
              <SelectField
                name="digestWeekday"
                label={t("digestWeekday")}
                defaultValue={String(times.digestWeekday)}
                options={weekdays.map((value) => ({ value, label: t(`weekdays.${value}`) }))}
              />
            ) : null}
          </div>
          <p className="text-caption text-muted">{t("digestHint")}</p>
          {mayWrite ? (
            <div>
              <Button type="submit" tone="primary" busy={sending}>
                {t("save")}
              </Button>
            </div>
          ) : null}
        </fieldset>
      </Form>
    </Card>
  );
}
