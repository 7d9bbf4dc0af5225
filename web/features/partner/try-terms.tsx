"use client";
import type { ReactNode } from "react";
import { Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { formatMonies } from "../../lib/format.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { signedAll } from "../simulator/figures.ts";
import { ReplayStanding } from "../simulator/replay-standing.tsx";
import { Untried } from "../simulator/untried.tsx";
import { useReplay, type Replay } from "../simulator/use-replay.ts";
import type { PartnerProgram } from "./contract-card.tsx";

const days = 30;

interface TryTermsProps {
  program: Pick<PartnerProgram, "id" | "brandName" | "marketplaceCurrency">;
  /** A proposal, or what is to come. */
  contractId: string;
}
/** Terms that were offered or are to come, tried on the partner's own past clicks and sales. */
export function TryTerms({ program, contractId }: TryTermsProps): ReactNode {
  const t = useTranslations("partner.try");
  const run = useReplay();
  const { replay } = run;
  const start = () =>
    run.start(
      { programId: program.id, proposalId: contractId, days, last24Hours: false },
      contractId,
    );
  return (
    <section aria-label={t("title")} className="mt-4 flex flex-col items-start gap-2">
      <h3 className="text-body font-semibold">{t("title")}</h3>
      {run.asked === "" ? (
        <>
          <p className="max-w-prose text-muted">{t("text", { days, brand: program.brandName })}</p>
          <Button size="small" onClick={start}>
            <Play aria-hidden size={14} />
            {t("start", { days })}
          </Button>
        </>
      ) : null}
      <ReplayStanding run={run} onRetry={start} />
      {replay?.state === "DONE" && replay.figures ? (
        <Result
          figures={replay.figures}
          weak={replay.weakEvidence === true}
          currency={program.marketplaceCurrency}
        />
      ) : null}
      {replay?.state === "DONE" ? <Untried of={replay.untried} /> : null}
    </section>
  );
}

const strong = (text: ReactNode): ReactNode => (
  <span className="font-medium whitespace-nowrap">{text}</span>
);

function Result({
  figures,
  weak,
  currency,
}: {
  figures: NonNullable<Replay["figures"]>;
  weak: boolean;
  currency: string;
}): ReactNode {
  const t = useTranslations("partner.try");
  const words = useTranslations("simulator");
  const zero = { amount: "0", currency };
  if (figures.clicks + figures.sales + figures.leads === 0)
    return <p className="text-muted">{t("none", { days })}</p>;
  return (
    <>
      <p className="tabular max-w-prose">
        {t.rich("cost", {
          now: formatMonies(figures.costNow, zero),
          tried: formatMonies(figures.costThen, zero),
          difference: signedAll(figures.difference.length > 0 ? figures.difference : [zero])
            .map(({ text }) => text)
            .join(", "),
          b: strong,
        })}
      </p>
      <p className="flex flex-wrap items-center gap-2 text-caption text-subtle">
        {t("events", { clicks: figures.clicks, sales: figures.sales, leads: figures.leads })}
        {weak ? <Badge tone="warning">{words("weak")}</Badge> : null}
      </p>
    </>
  );
}
