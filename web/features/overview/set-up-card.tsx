"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import { CircleCheck, Circle } from "lucide-react";
import { useTranslations } from "next-intl";
import { type BrandPages } from "../../lib/addresses.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import type { SetUp, SetUpStep } from "./set-up.ts";

const hrefsOf = (pages: BrandPages): Record<SetUpStep, string> => ({
  ask: pages.setUp,
  eventType: pages.setUp,
  terms: `${pages.terms}/new`,
  partners: `${pages.changes}/new`,
  accepted: pages.contracts,
  verify: pages.verify,
});

/** The next step carries the button; partners are counted where the step is about them. */
export function SetUpCard({ setUp, pages }: { setUp: SetUp; pages: BrandPages }): ReactNode {
  const t = useTranslations("overview");
  return (
    <Card>
      <CardHead title={t("setUp")} />
      <ol className="flex flex-col gap-1">
        {setUp.steps.map(({ step, done }, index) => {
          const isNext = step === setUp.next;
          const Icon = done ? CircleCheck : Circle;
          return (
            <li
              key={step}
              aria-current={isNext ? "step" : undefined}
              className={clsx(
                "flex flex-wrap items-center gap-x-3 gap-y-2 rounded-control px-2 py-2",
                isNext && "bg-info-ground",
              )}
            >
              <Icon
                aria-hidden
                size={18}
                className={clsx(
                  "shrink-0",
                  done ? "text-success" : isNext ? "text-info" : "text-subtle",
                )}
              />
              <span className="min-w-0 flex-1">
                <span className={clsx("block", isNext ? "font-semibold" : "font-medium")}>
                  {index + 1}. {t(`steps.${step}`, setUp.partners)}
                  <span className="sr-only"> ({t(done ? "done" : "open")})</span>
                </span>
                {isNext ? (
                  <span className="block text-muted">
                    {setUp.waitsForPlatform
                      ? t("waitsForPlatform")
                      : t(`stepTexts.${step}`, setUp.partners)}
                  </span>
                ) : null}
              </span>
              {isNext ? (
                <ButtonLink size="small" tone="primary" href={hrefsOf(pages)[step]}>
                  {t(setUp.waitsForPlatform ? "seeRequest" : `stepButtons.${step}`)}
                </ButtonLink>
              ) : null}
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
