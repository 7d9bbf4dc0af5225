import type { ReactNode } from "react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { BrandMark } from "../../../shell/brand-mark.tsx";
import { Card, CardHead } from "../../../ui/card.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("howTo"))("title"),
});

const steps = ["open", "paste", "name", "create", "test"] as const;
const rules = ["shared", "sub", "bypass", "existing"] as const;
const questions = ["sales", "window", "test"] as const;

/** For partners of Amazon Seller programs; read without signing in, because brands point to it. */
export default async function HowToLinksPage(): Promise<ReactNode> {
  const t = await getTranslations();
  return (
    <main className="mx-auto flex w-full max-w-md flex-col gap-4 px-4 py-8">
      <Link
        href="/"
        className="inline-flex min-h-6 items-center gap-2 self-start font-semibold text-fg"
      >
        <BrandMark size={24} />
        {t("app.name")}
      </Link>
      <header>
        <h1>{t("howTo.title")}</h1>
        <p className="max-w-prose text-muted">{t("howTo.lead")}</p>
      </header>
      <Card>
        <CardHead title={t("howTo.makeTitle")} />
        <ol className="flex max-w-prose list-decimal flex-col gap-2 ps-5">
          {steps.map((step) => (
            <li key={step}>{t(`howTo.steps.${step}`)}</li>
          ))}
        </ol>
      </Card>
      <Card>
        <CardHead title={t("howTo.rulesTitle")} />
        <dl className="flex max-w-prose flex-col gap-3">
          {rules.map((rule) => (
            <div key={rule}>
              <dt className="font-semibold">{t(`howTo.rules.${rule}.name`)}</dt>
              <dd>{t(`howTo.rules.${rule}.text`)}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card>
        <CardHead title={t("howTo.questionsTitle")} />
        <dl className="flex max-w-prose flex-col gap-3">
          {questions.map((question) => (
            <div key={question}>
              <dt className="font-semibold">{t(`howTo.questions.${question}.name`)}</dt>
              <dd>{t(`howTo.questions.${question}.text`)}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <p>
        <Link href="/p" className="text-link underline underline-offset-2">
          {t("howTo.toLinks")}
        </Link>
      </p>
    </main>
  );
}
