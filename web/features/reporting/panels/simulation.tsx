"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { DryRun_ResultFragment } from "../../../gql/graphql.ts";
import { formatExact } from "../../../lib/format.ts";
import { Button } from "../../../ui/button.tsx";
import { FormAlert } from "../../../ui/form.tsx";
import { Decision } from "../log/decision.tsx";
import { Steps, type Heading } from "../log/trace-steps.tsx";
import { useDryRun } from "../log/use-dry-run.ts";

interface SimulationProps {
  click: { id: string; programId: string; partnerId: string };
  heading: Heading;
  timeZone: string;
}
/**
 * The click once more, as if it came now: under today's contract, with today's use of its limits.
 * Nothing is stored.
 */
export function Simulation({ click, heading, timeZone }: SimulationProps): ReactNode {
  const t = useTranslations("reporting.simulation");
  const { run, result, refusal, asking } = useDryRun();
  const simulate = () =>
    run({
      programId: click.programId,
      partnerId: click.partnerId,
      clickId: click.id,
      at: new Date().toISOString(),
    });
  return (
    <div className="flex flex-col gap-3">
      <div className="print-hidden">
        <Button size="small" busy={asking} onClick={simulate}>
          {t("simulate")}
        </Button>
      </div>
      {refusal ? <FormAlert>{refusal.message}</FormAlert> : null}
      {result ? <Outcome made={result} heading={heading} timeZone={timeZone} /> : null}
    </div>
  );
}

function Outcome({
  made,
  heading,
  timeZone,
}: {
  made: DryRun_ResultFragment;
  heading: Heading;
  timeZone: string;
}): ReactNode {
  const t = useTranslations("reporting.simulation");
  const { outcome, amount, wouldPay, reasonText, termsName, versionNumber, trace } = made;
  return (
    <>
      <output className="flex flex-col gap-2 rounded-card bg-sunken p-3">
        <span className="font-medium">{t("title")}</span>
        <span className="flex flex-wrap items-center gap-2">
          <Decision outcome={outcome} amount={amount} />
        </span>
        {reasonText ? <span>{reasonText}</span> : null}
        {wouldPay && Number(wouldPay.amount) > 0 && outcome !== "PAID" ? (
          <span className="text-muted">{t("wouldPay", { amount: formatExact(wouldPay) })}</span>
        ) : null}
        <span className="text-muted">
          {termsName === null || versionNumber === null
            ? t("noTerms")
            : t("terms", { name: termsName, number: versionNumber })}
        </span>
      </output>
      <Steps
        id="now"
        title={t("steps")}
        steps={trace.steps}
        heading={heading}
        timeZone={timeZone}
      />
    </>
  );
}
