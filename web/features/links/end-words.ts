import type { useTranslations } from "next-intl";
import type { LinkRow_RowFragment } from "../../gql/graphql.ts";
import { formatCount, formatDateTime } from "../../lib/format.ts";

type End = LinkRow_RowFragment["link"]["ends"][number];

/** When a link ends or has ended, and who said so. */
export function endWords(
  t: ReturnType<typeof useTranslations<"links">>,
  { isBrands, endsAt, afterClicks, countedClicks, filledAt }: End,
  timeZone: string,
): string {
  const by = t(isBrands ? "byBrand" : "byPartner");
  const at = endsAt ? t("endsAt", { at: formatDateTime(endsAt, timeZone), by }) : null;
  const words = { counted: formatCount(countedClicks), clicks: formatCount(afterClicks ?? 0), by };
  const after = afterClicks === null ? null : t("endsAfter", words);
  if (filledAt) return t("filled", { at: formatDateTime(filledAt, timeZone), ...words });
  return [at, after].filter(Boolean).join("; ");
}
