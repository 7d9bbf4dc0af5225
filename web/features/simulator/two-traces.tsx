"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ReplayMovesQuery } from "../../gql/graphql.ts";
import { Steps } from "../reporting/trace-steps.tsx";

type Move = NonNullable<ReplayMovesQuery["replay"]>["moves"]["nodes"][number];

/** The decision that was made, and the one that the draft makes of the same event. */
export function TwoTraces({ id, now, then, timeZone }: { id: string; now: Move["traceNow"]; then: Move["traceThen"]; timeZone: string }): ReactNode {
  const t = useTranslations("simulator");
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Side id={`${id}-now`} title={t("traceNow")} trace={now} timeZone={timeZone} />
      <Side id={`${id}-then`} title={t("traceThen")} trace={then} timeZone={timeZone} />
    </div>
  );
}

function Side({ id, title, trace, timeZone }: { id: string; title: string; trace: Move["traceNow"]; timeZone: string }): ReactNode {
  const t = useTranslations("simulator");
  return (
    <section aria-label={title} className="min-w-0 rounded-card border border-border p-3">
      {trace ? <Steps id={id} steps={trace.steps} title={title} heading="h3" timeZone={timeZone} /> : <p className="text-muted">{t("noTrace")}</p>}
    </section>
  );
}
