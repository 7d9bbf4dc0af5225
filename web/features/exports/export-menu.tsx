"use client";
import { useState, type ReactNode } from "react";
import { useRouter } from "next/navigation";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ExportFormat } from "../../gql/graphql.ts";
import { graphql } from "../../gql/index.ts";
import { useSendEach } from "../../lib/use-send.ts";
import { Button, type ButtonSize } from "../../ui/button.tsx";
import { Menu, MenuItem, MenuLabel } from "../../ui/menu.tsx";
import { useToast } from "../../ui/toast.tsx";
import { saveSmall, type TableAsked } from "./small-file.ts";

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

interface ExportMenuProps extends TableAsked {
  /** Where files are listed; null: there one is already. */
  href: string | null;
  /** The button's words; without them those of a list. */
  label?: string;
  /** What the table is of, where the button does not say it. */
  text?: string;
  size?: ButtonSize;
  /** What else of the page can be had as a file. */
  children?: ReactNode;
}
/**
 * What a list shows as a file: one press chooses the format. A small one is saved at once, a large
 * one is made, and found in the list of files.
 */
export function ExportMenu({
  href,
  label,
  text,
  size,
  children,
  ...asked
}: ExportMenuProps): ReactNode {
  const t = useTranslations("exports");
  const ui = useTranslations("ui");
  const router = useRouter();
  const toast = useToast();
  const { send, sending } = useSendEach(RequestExport);
  const [saving, setSaving] = useState(false);
  const make = async (format: ExportFormat) => {
    const sent = await send({ input: { ...asked, format } });
    toast(sent.ok ? t("asked") : sent.refusal.message);
    if (sent.ok && href) router.push(href);
  };
  const save = async (format: ExportFormat) => {
    setSaving(true);
    const saved = await saveSmall(asked, format);
    setSaving(false);
    if (saved.state === "LARGE") return make(format);
    if (saved.state === "ENDED") return toast(ui("sessionEnded"));
    toast(
      saved.state === "SAVED" ? t("saved", { name: saved.name }) : (saved.message ?? t("notSaved")),
    );
  };
  return (
    <Menu
      align="end"
      trigger={
        <Button busy={sending || saving} title={text} {...(size ? { size } : {})}>
          <Download aria-hidden size={16} />
          {label ?? t("export")}
        </Button>
      }
    >
      <MenuLabel>{t("chooseFormat")}</MenuLabel>
      {exportFormats.map((format) => (
        <MenuItem key={format} onSelect={() => void (href ? save(format) : make(format))}>
          {t(`formats.${format}`)}
        </MenuItem>
      ))}
      {children}
    </Menu>
  );
}
