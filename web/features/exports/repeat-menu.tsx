"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { ExportPace } from "../../gql/graphql.ts";
import { useSendEach } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Menu, MenuItem, MenuLabel } from "../../ui/menu.tsx";
import { useToast } from "../../ui/toast.tsx";

const ScheduleExport = graphql(/* GraphQL */ `
  mutation ScheduleExport($exportId: ID!, $pace: ExportPace!, $key: String!) {
    scheduleExport(exportId: $exportId, pace: $pace, idempotencyKey: $key) {
      __typename
      ... on ExportScheduleOk {
        schedule {
          id
        }
      }
      ...Refused
    }
  }
`);
const paces: readonly ExportPace[] = ["DAILY", "WEEKLY", "MONTHLY"];

interface RepeatMenuProps {
  exportId: string;
  name: string;
}
/** Has an export made again and again, with a mail each time. */
export function RepeatMenu({ exportId, name }: RepeatMenuProps): ReactNode {
  const t = useTranslations("exports.schedules");
  const toast = useToast();
  const { send, sending } = useSendEach(ScheduleExport);
  const schedule = async (pace: ExportPace) => {
    const sent = await send({ exportId, pace });
    toast(sent.ok ? t("scheduled") : sent.refusal.message);
  };
  return (
    <Menu
      align="end"
      trigger={
        <Button size="small" tone="quiet" busy={sending} aria-label={t("repeatOf", { name })}>
          {t("repeat")}
        </Button>
      }
    >
      <MenuLabel>{t("choose")}</MenuLabel>
      {paces.map((pace) => (
        <MenuItem key={pace} onSelect={() => void schedule(pace)}>
          {t(`paces.${pace}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}
