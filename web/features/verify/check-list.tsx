"use client";
import { useState, type ReactNode } from "react";
import Link from "next/link";
import { clsx } from "clsx";
import { ExternalLink } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button, ButtonLink, buttonClass } from "../../ui/button.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { TestOrderDialog } from "../links/test-order-dialog.tsx";
import type { Check, CheckState, CheckStep } from "./checks.ts";

const tones: Record<CheckState, Tone> = { PASSED: "success", WAITING: "waiting", FAILED: "danger" };

interface CheckListProps {
  checks: readonly Check[];
  link: { id: string; name: string; url: string; partnerName: string; partnerId: string };
  base: string;
  currency: string;
  mayOrder: boolean;
}
/** The five checks in order, each with its reason and one next step. */
export function CheckList({ checks, link, base, currency, mayOrder }: CheckListProps): ReactNode {
  const t = useTranslations("verify");
  const [ordering, setOrdering] = useState(false);
  const step = (key: CheckStep): ReactNode => {
    if (key === "placeOrder")
      return mayOrder ? (
        <Button size="small" onClick={() => setOrdering(true)}>
          {t("steps.placeOrder")}
        </Button>
      ) : null;
    if (key === "open")
      return (
        <a
          href={link.url}
          target="_blank"
          rel="noreferrer"
          className={buttonClass("plain", "small")}
        >
          <ExternalLink aria-hidden size={14} />
          {t("steps.open")}
        </a>
      );
    if (key === "readSale")
      return (
        <Link
          href={`${base}/reporting?mode=both&partner=${link.partnerId}`}
          className={textLinkClass}
        >
          {t("steps.readSale")}
        </Link>
      );
    const hrefs = {
      connect: "/settings/amazon",
      resume: `${base}/links?kind=test`,
      switchAdOn: `${base}/links`,
      addSale: `${base}/terms/new`,
      propose: `${base}/contracts?partner=${link.partnerId}`,
    };
    return (
      <ButtonLink size="small" href={hrefs[key]}>
        {t(`steps.${key}`)}
      </ButtonLink>
    );
  };
  return (
    <>
      <ol className="flex flex-col divide-y divide-border">
        {checks.map((check) => (
          <li
            key={check.key}
            className={clsx(
              "grid grid-cols-[1fr_auto] items-start gap-x-3 gap-y-1 py-2",
              "sm:grid-cols-[6rem_6rem_1fr_auto]",
            )}
          >
            <span className="font-medium">{t(`checks.${check.key}`)}</span>
            <span>
              <Badge tone={tones[check.state]}>{t(`states.${check.state}`)}</Badge>
            </span>
            <span className="col-span-2 min-w-0 break-words text-muted sm:col-span-1">
              {t(`reasons.${check.reason}`, check.values)}
            </span>
            <span className="col-span-2 sm:col-span-1">{check.step ? step(check.step) : null}</span>
          </li>
        ))}
      </ol>
      {mayOrder ? (
        <TestOrderDialog
          open={ordering}
          onClose={() => setOrdering(false)}
          link={link}
          currency={currency}
        />
      ) : null}
    </>
  );
}
