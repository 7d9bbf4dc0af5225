"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { Badge } from "../../ui/badge.tsx";
import { readDestination } from "./destination.ts";

/** What a click on the link goes through, read out of the link itself. */
export function RedirectSteps({
  url,
  destination,
}: {
  url: string;
  destination: string;
}): ReactNode {
  const t = useTranslations("links");
  const read = readDestination(destination);
  if (!read) return null;
  return (
    <details className="rounded-control border border-border">
      <summary className="cursor-pointer px-3 py-2 font-medium">
        {t("redirectTitle", { page: read.page })}
      </summary>
      <ol className="flex list-decimal flex-col gap-2 border-t border-border py-3 ps-8 pe-3">
        <li>{t("stepTracker", { host: URL.canParse(url) ? new URL(url).host : url })}</li>
        <li>{t("stepStored")}</li>
        <li>
          {t("stepRedirect")}{" "}
          <span className="block font-mono text-table break-all">{read.page}</span>
        </li>
        <li>
          {t("stepTag")}{" "}
          {read.missing.length === 0 ? (
            <Badge tone="success">{t("tagWhole")}</Badge>
          ) : (
            <Badge tone="danger">{t("tagMissing", { parts: read.missing.join(", ") })}</Badge>
          )}
          <dl className="mt-2 flex flex-col gap-1 text-table">
            {read.parts.map(({ name, value }) => (
              <div key={name} className="grid gap-x-3 sm:grid-cols-[9rem_1fr]">
                <dt className="font-mono">{name}</dt>
                <dd className="min-w-0">
                  <span className="font-mono break-all">{value}</span>{" "}
                  <span className="text-muted">{t(`tagParts.${name}`)}</span>
                </dd>
              </div>
            ))}
          </dl>
        </li>
      </ol>
    </details>
  );
}
