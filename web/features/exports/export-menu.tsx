"use client";
import type { ReactNode } from "react";
import { useRouter } from "next/navigation";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ExportFilters, ExportFormat, ExportTable } from "../../gql/graphql.ts";
import { graphql } from "../../gql/index.ts";
import { useSendEach } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Menu, MenuItem, MenuLabel } from "../../ui/menu.tsx";
import { useToast } from "../../ui/toast.tsx";

const RequestExport = graphql(/* GraphQL */ `
  mutation RequestExport($input: ExportInput!, $key: String!) {
    requestExport(input: $input, idempotencyKey: $key) {
      __typename
      ... on ExportOk {
        export {
          id
        }
      }
      ...Refused
    }
  }
`);

export const exportFormats: readonly ExportFormat[] = ["CSV", "XLSX", "JSON_LINES", "PARQUET"];

interface ExportMenuProps {
  programId: string;
  table: ExportTable;
  filters: ExportFilters;
  timeZone: string;
  /** Where files are listed; null: there one is already. */
  href: string | null;
  /** The button's words; without them those of a list. */
  label?: string;
}
/** What a list shows as a file: one press chooses the format, and the file is made. */
export function ExportMenu({
  programId,
  table,
  filters,
  timeZone,
  href,
  label,
}: ExportMenuProps): ReactNode {
  const t = useTranslations("exports");
  const router = useRouter();
  const toast = useToast();
  const { send, sending } = useSendEach(RequestExport);
  const ask = async (format: ExportFormat) => {
    const sent = await send({ input: { table, format, programId, filters, timeZone } });
    toast(sent.ok ? t("asked") : sent.refusal.message);
    if (sent.ok && href) router.push(href);
  };
  return (
    <Menu
      align="end"
      trigger={
        <Button busy={sending}>
          <Download aria-hidden size={16} />
          {label ?? t("export")}
        </Button>
      }
    >
      <MenuLabel>{t("chooseFormat")}</MenuLabel>
      {exportFormats.map((format) => (
        <MenuItem key={format} onSelect={() => void ask(format)}>
          {t(`formats.${format}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}
