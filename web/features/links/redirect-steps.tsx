"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { Badge } from "../../ui/badge.tsx";
import { readDestination } from "./destination.ts";

/** What a click on the link goes through, read out of the link itself. */
export function RedirectSteps({
  url,
  destination,
  template,
}: {
  url: string;
  destination: string;
  /** Amazon's, which the tag is made from; null: there is no tag. */
  template: string | null;
}): ReactNode {
  const t = useTranslations("links");
  const read = readDestination(destination, template);
  if (!read) return null;
  return (
    <details>
      <summary className="w-fit cursor-pointer text-muted">
        {t("redirectTitle", { page: read.page })}
      </summary>
      <ol className="flex list-decimal flex-col gap-2 py-2 ps-6">
        <li>{t("stepTracker", { host: URL.canParse(url) ? new URL(url).host : url })}</li>
        <li>{t("stepStored")}</li>
        <li>
          {t("stepRedirect")}{" "}
          <span className="block font-mono text-table break-all">{read.page}</span>
        </li>
        <li>
          {t("stepTag")} <TagBadge hasTag={template !== null} missing={read.missing} />
          <dl className="mt-2 flex flex-col gap-1 text-table">
            {read.parts.map(({ name, value, meaning }) => (
              <div key={name} className="grid gap-x-3 sm:grid-cols-[9rem_1fr]">
                <dt className="font-mono">{name}</dt>
                <dd className="min-w-0">
                  <span className="font-mono break-all">{value}</span>{" "}
                  <span className="text-muted">{t(`tagParts.${meaning}`)}</span>
                </dd>
              </div>
            ))}
          </dl>
        </li>
      </ol>
    </details>
  );
}

function TagBadge({ hasTag, missing }: { hasTag: boolean; missing: string[] }): ReactNode {
  const t = useTranslations("links");
  if (!hasTag) return <Badge tone="danger">{t("tagNone")}</Badge>;
  if (missing.length > 0)
    return <Badge tone="danger">{t("tagMissing", { parts: missing.join(", ") })}</Badge>;
  return <Badge tone="success">{t("tagWhole")}</Badge>;
}
