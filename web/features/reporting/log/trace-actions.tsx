"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { partnerPages } from "../../../lib/addresses.ts";
import { Button, ButtonLink } from "../../../ui/button.tsx";
import { CopyButton } from "../../../ui/copy-button.tsx";
import type { Subject } from "./problem-dialog.tsx";
import { lateView } from "../../../lib/late.ts";

const LateProblemDialog = lateView(() =>
  import("./problem-dialog.tsx").then((module) => module.ProblemDialog),
);

interface TraceActionsProps {
  subject: Subject;
  space: "brand" | "partner";
  pageHref: string;
  /** What "Copy JSON" gives. */
  json: object;
  /** When it was and what became of it, for whoever is told of a problem. */
  about: string;
}
/** What can be done with one decision. */
export function TraceActions({
  subject,
  space,
  pageHref,
  json,
  about,
}: TraceActionsProps): ReactNode {
  const t = useTranslations("reporting.trace");
  const [reporting, setReporting] = useState(false);
  const code = pageHref.split("/")[2] ?? "";
  const address = `${typeof window === "undefined" ? "" : window.location.origin}${pageHref}`;
  return (
    <div className="print-hidden flex flex-wrap gap-2">
      <CopyButton text={address} label={t("copyLink")} />
      <CopyButton text={JSON.stringify(json, null, 2)} label={t("copyJson")} />
      <ButtonLink
        size="small"
        prefetch={false}
        href={`/dev/explorer?example=${subject.kind}&${subject.kind}=${subject.id}`}
      >
        {t("explorer")}
      </ButtonLink>
      {space === "partner" ? (
        <ButtonLink
          size="small"
          prefetch={false}
          href={`${partnerPages(code).inquiries}?${subject.kind}=${subject.id}`}
        >
          {t("ask")}
        </ButtonLink>
      ) : null}
      <Button size="small" onClick={() => setReporting(true)}>
        {t("report")}
      </Button>
      {reporting ? (
        <LateProblemDialog
          subject={subject}
          space={space}
          text={`${about}\n\n${address}`}
          onClose={() => setReporting(false)}
        />
      ) : null}
    </div>
  );
}
