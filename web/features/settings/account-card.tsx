"use client";
import { useState, type ReactNode } from "react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { formatMonthName } from "../../lib/format.ts";
import { textOf } from "../../lib/form-values.ts";
import { useSend } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead, Facts } from "../../ui/card.tsx";
import { Form, InputField, SelectField } from "../../ui/form.tsx";
import { useToast } from "../../ui/toast.tsx";
import { graphql } from "../../gql/index.ts";
import type { FirstWeekday } from "../../gql/graphql.ts";
import { zoneOptions } from "../auth/zones.ts";

const UpdateAccount = graphql(/* GraphQL */ `
  mutation UpdateAccount($input: UpdateAccountInput!) {
    updateAccount(input: $input) {
      __typename
      ... on UpdateAccountOk {
        account {
          id
          name
          timeZone
          financialYearStart
          firstWeekday
          supportContact
        }
        stillBinding {
          text
        }
      }
      ...Refused
    }
  }
`);

export interface OwnAccount {
  name: string;
  currency: string;
  timeZone: string;
  /** Month, 1 to 12. */
  financialYearStart: number;
  firstWeekday: FirstWeekday;
  supportContact: string | null;
}
const firstWeekdays = ["MONDAY", "SUNDAY"] as const satisfies readonly FirstWeekday[];
const months = Array.from({ length: 12 }, (_, index) => index + 1);

interface AccountCardProps {
  account: OwnAccount;
  /** The plan in words; null for accounts without one. */
  edition: string | null;
  /** Whether its financial year is asked for: limits and reports of a brand follow it. */
  isBrand: boolean;
  mayWrite: boolean;
}
export function AccountCard({ account, edition, isBrand, mayWrite }: AccountCardProps): ReactNode {
  const t = useTranslations("settings");
  const router = useRouter();
  const toast = useToast();
  const { send, sending, refusal } = useSend(UpdateAccount);
  const [binding, setBinding] = useState<readonly string[]>([]);
  const save = async (values: FormData) => {
    const sent = await send({
      input: {
        name: textOf(values, "name"),
        timeZone: textOf(values, "timeZone"),
        ...(isBrand
          ? {
              financialYearStart: Number(textOf(values, "financialYearStart")),
              firstWeekday: textOf(values, "firstWeekday") === "SUNDAY" ? "SUNDAY" : "MONDAY",
            }
          : {}),
        supportContact: textOf(values, "supportContact").trim() || null,
      },
    });
    if (!sent.ok) return;
    setBinding(sent.result.stillBinding.map(({ text }) => text));
    toast(t("saved"));
    router.refresh();
  };
  const fixed = [
    { label: t("currency"), value: account.currency },
    ...(edition ? [{ label: t("edition"), value: edition }] : []),
  ];
  return (
    <Card>
      <CardHead title={t("account")} />
      {mayWrite ? (
        <Form refusal={refusal} onSend={save}>
          <InputField
            name="name"
            label={t("accountName")}
            required
            maxLength={200}
            defaultValue={account.name}
          />
          <SelectField
            name="timeZone"
            label={t("timeZone")}
            hint={t("timeZoneHint", { isBrand: String(isBrand) })}
            defaultValue={account.timeZone}
            options={zoneOptions()}
          />
          {isBrand ? <YearFields account={account} /> : null}
          <InputField
            name="supportContact"
            label={t("supportContact")}
            hint={t("supportContactHint", { isBrand: String(isBrand) })}
            maxLength={200}
            defaultValue={account.supportContact ?? ""}
          />
          <Facts items={fixed} />
          <output className="flex flex-col gap-1 text-muted empty:hidden">
            {binding.map((text) => (
              <span key={text}>{text}.</span>
            ))}
          </output>
          <div>
            <Button type="submit" tone="primary" busy={sending}>
              {t("save")}
            </Button>
          </div>
        </Form>
      ) : (
        <Facts
          items={[
            { label: t("accountName"), value: account.name },
            { label: t("timeZone"), value: account.timeZone },
            ...(isBrand
              ? [
                  { label: t("yearStart"), value: formatMonthName(account.financialYearStart) },
                  { label: t("firstWeekday"), value: t(`weekdays.${account.firstWeekday}`) },
                ]
              : []),
            { label: t("supportContact"), value: account.supportContact ?? t("noContact") },
            ...fixed,
          ]}
        />
      )}
    </Card>
  );
}

/** With what the years and weeks of its limits and reports begin. */
function YearFields({ account }: { account: OwnAccount }): ReactNode {
  const t = useTranslations("settings");
  return (
    <>
      <SelectField
        name="financialYearStart"
        label={t("yearStart")}
        hint={t("yearStartHint")}
        defaultValue={String(account.financialYearStart)}
        options={months.map((month) => ({
          value: String(month),
          label: formatMonthName(month),
        }))}
      />
      <SelectField
        name="firstWeekday"
        label={t("firstWeekday")}
        hint={t("firstWeekdayHint")}
        defaultValue={account.firstWeekday}
        options={firstWeekdays.map((day) => ({ value: day, label: t(`weekdays.${day}`) }))}
      />
    </>
  );
}
