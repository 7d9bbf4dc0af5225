"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { useClient } from "urql";
import { PreviewChangeDocument, type PreviewChangeMutation } from "../../../gql/graphql.ts";
import { formatPlainDay } from "../../../lib/format.ts";
import { Badge } from "../../../ui/badge.tsx";
import { MoreButton } from "../../../ui/more-button.tsx";
import { RowHead, Table, Td, Th } from "../../../ui/table.tsx";
import { inputOf, type ChangeDraft } from "./draft.ts";
import type { Preview } from "./use-preview.ts";
import { nothing } from "../../../lib/touched.ts";

interface PreviewPartnersProps {
  preview: Preview;
  draft: ChangeDraft;
  today: string;
}
/** Partner by partner: terms now, notice, what happens or why it is left out. */
export function PreviewPartners({ preview, draft, today }: PreviewPartnersProps): ReactNode {
  const t = useTranslations("changes");
  const client = useClient();
  const [further, setFurther] = useState<{
    of: Preview;
    rows: Preview["partners"];
    pageInfo: Preview["pageInfo"];
  } | null>(null);
  const [loading, setLoading] = useState(false);
  const tail = further?.of === preview ? further : null;
  const { hasNextPage, endCursor } = tail?.pageInfo ?? preview.pageInfo;
  const more = async () => {
    setLoading(true);
    const input = inputOf(draft, preview.earliestOn > today ? preview.earliestOn : today);
    const answer = await client
      .mutation<PreviewChangeMutation>(
        PreviewChangeDocument.toString(),
        { input, after: endCursor },
        nothing,
      )
      .toPromise();
    setLoading(false);
    const found = answer.data?.previewContractChange;
    if (found?.__typename !== "PreviewChangeOk") return;
    setFurther({
      of: preview,
      rows: [...(tail?.rows ?? []), ...found.preview.partners],
      pageInfo: found.preview.pageInfo,
    });
  };
  return (
    <div>
      <p className="mb-2">{t("touched", { count: preview.touched, leftOut: preview.leftOut })}</p>
      <Table label={t("partnersOf")} className="max-h-[28rem]">
        <thead>
          <tr>
            <Th pinned>{t("partner")}</Th>
            <Th>{t("happens")}</Th>
            <Th>{t("termsNow")}</Th>
            <Th numeric>{t("noticeDays")}</Th>
            <Th>{t("earliest")}</Th>
          </tr>
        </thead>
        <tbody>
          {[...preview.partners, ...(tail?.rows ?? [])].map((row) => (
            <tr key={row.partnerId}>
              <RowHead>{row.partnerName}</RowHead>
              <Td className="min-w-52 sm:min-w-64">
                {row.code === null ? (
                  <ul className="flex flex-col gap-1">
                    {row.steps.map((each) => (
                      <li key={each}>{each}</li>
                    ))}
                  </ul>
                ) : (
                  <>
                    <Badge tone="warning">{t("leftOutOf")}</Badge>
                    <span className="block">{row.message}</span>
                  </>
                )}
              </Td>
              <Td className="min-w-36">
                {row.currentTermsName === null
                  ? t("noContract")
                  : t("termsAndVersion", {
                      name: row.currentTermsName,
                      number: row.currentVersion ?? 0,
                    })}
              </Td>
              <Td numeric>{row.noticeDays}</Td>
              <Td className="whitespace-nowrap">{formatPlainDay(row.earliestOn)}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
      <MoreButton more={hasNextPage ? () => void more() : null} busy={loading} />
    </div>
  );
}
