import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { readFragment } from "../../gql/index.ts";
import type { PartnerClickTraceQuery, TraceVerdict } from "../../gql/graphql.ts";
import { formatSecond, zoneName } from "../../lib/format.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Card, CardHead, Facts, PageHead } from "../../ui/card.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { ClickOutcome } from "./click-line.tsx";
import { ClickFacts } from "./documents.ts";

const tones: Record<TraceVerdict, Tone> = { PASSED: "success", STOPPED: "danger", NOTED: "info", NOT_REACHED: "neutral" };
/** "WINDOWS_10" as "Windows 10". */
const wordsOf = (code: string): string =>
  code
    .split("_")
    .map((word) => word.slice(0, 1) + word.slice(1).toLowerCase())
    .join(" ");
type Detail = NonNullable<PartnerClickTraceQuery["click"]>;

/** One click: what became of it, and every step of the decision. */
export function ClickView({ detail, program }: { detail: Detail; program: { code: string; timeZone: string } }): ReactNode {
  const t = useTranslations("partner");
  const { click, trace } = detail;
  const facts = readFragment(ClickFacts, click);
  const subs = [click.subId1, click.subId2, click.subId3].filter((sub) => sub !== null).join(", ");
  const items = [
    { label: t("link"), value: facts.linkName },
    { label: t("landedOn"), value: <span className="break-all">{click.landingPage}</span> },
    { label: t("country"), value: facts.country ?? t("unknown") },
    { label: t("device"), value: `${t(`devices.${facts.device}` as "devices.UNKNOWN")}, ${wordsOf(click.os)}, ${wordsOf(click.browser)}` },
    ...(click.classification ? [{ label: t("quality"), value: t(`classes.${click.classification}`) }] : []),
    ...(click.referrerHost ? [{ label: t("referrer"), value: click.referrerHost }] : []),
    ...(click.sharedId ? [{ label: t("sharedId"), value: click.sharedId }] : []),
    ...(subs ? [{ label: t("subIds"), value: subs }] : []),
    ...(click.termsVersion === null ? [] : [{ label: t("termsVersion"), value: click.termsVersion }]),
  ];
  return (
    <>
      <p className="mb-1">
        <Link href={`/p/${program.code}/clicks`} className={textLinkClass}>
          {t("clicksTitle")}
        </Link>
      </p>
      <PageHead
        title={t("clickAt", { at: formatSecond(facts.clickedAt, program.timeZone) })}
        lead={zoneName(program.timeZone)}
        actions={facts.isTest ? <Badge tone="info">{t("test")}</Badge> : null}
      />
      <div className="grid items-start gap-3 lg:grid-cols-[3fr_2fr]">
        <Card>
          <CardHead title={t("why")} />
          <p className="mb-3">
            <ClickOutcome click={facts} />
          </p>
          {trace ? (
            <ol className="flex flex-col divide-y divide-border">
              {trace.steps.map((step, index) => (
                <li key={step.step} className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-1 py-2 sm:grid-cols-[8rem_1fr_auto]">
                  <span className="font-medium">
                    {index + 1}. {t(`traceSteps.${step.step}`)}
                  </span>
                  <span className="order-last col-span-2 min-w-0 break-words text-muted sm:order-none sm:col-span-1">{step.seen}</span>
                  <span>
                    <Badge tone={tones[step.verdict]}>{t(`traceVerdicts.${step.verdict}`)}</Badge>
                  </span>
                </li>
              ))}
            </ol>
          ) : (
            <p className="text-muted">{t("notDecided")}</p>
          )}
        </Card>
        <Card>
          <CardHead title={t("theClick")} />
          <Facts items={items} />
        </Card>
      </div>
    </>
  );
}
