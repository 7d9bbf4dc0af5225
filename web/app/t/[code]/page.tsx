import type { ReactNode } from "react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { clsx } from "clsx";
import { getTranslations } from "next-intl/server";
import { ApplyForm } from "../../../features/terms/apply-form.tsx";
import { SentenceList } from "../../../features/terms/sentence-list.tsx";
import { loadOrThrow } from "../../../lib/api-server.ts";
import { readViewer } from "../../../lib/session.ts";
import { BrandMark } from "../../../shell/brand-mark.tsx";
import { ButtonLink } from "../../../ui/button.tsx";
import { graphql } from "../../../gql/index.ts";

const PublicTerms = graphql(/* GraphQL */ `
  query PublicTerms($code: Token!) {
    publicTerms(code: $code) {
      brandName
      programName
      termsName
      customTerms {
        name
        kind
        text
        fileId
      }
      sentences {
        ...SentenceList_sentence
      }
    }
  }
`);

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("terms"))("publicTitle"),
  referrer: "no-referrer",
});

/** What a branded link shows to everybody; reading needs neither an account nor scripts. */
export default async function PublicTermsPage({
  params,
}: {
  params: Promise<{ code: string }>;
}): Promise<ReactNode> {
  const { code } = await params;
  const { publicTerms: terms } = await loadOrThrow(PublicTerms, { code });
  if (!terms) notFound();
  const t = await getTranslations();
  const viewer = await readViewer();
  const here = encodeURIComponent(`/t/${code}`);
  return (
    <div className="flex min-h-dvh flex-col items-center px-4 py-8">
      <main className="w-full max-w-md">
        <Link href="/" className="mb-6 inline-flex items-center gap-2 font-semibold text-fg">
          <BrandMark size={24} />
          {t("app.name")}
        </Link>
        <div
          className={clsx(
            "flex flex-col gap-4 rounded-sheet border border-border bg-surface p-4 sm:p-6",
          )}
        >
          <header>
            <p className="text-muted">
              {t("terms.publicBy", { brand: terms.brandName, program: terms.programName })}
            </p>
            <h1>{terms.termsName}</h1>
          </header>
          <SentenceList terms={terms} code={code} />
          <section aria-label={t("terms.apply")} className="border-t border-border pt-4">
            <h2 className="mb-1 text-body font-semibold">{t("terms.apply")}</h2>
            <p className="mb-3 text-muted">{t("terms.applyText", { brand: terms.brandName })}</p>
            {!viewer ? (
              <div className="flex flex-wrap gap-2">
                <ButtonLink tone="primary" href={`/sign-in?next=${here}`}>
                  {t("auth.signIn")}
                </ButtonLink>
                <ButtonLink href="/sign-up">{t("terms.applySignUp")}</ButtonLink>
              </div>
            ) : viewer.account?.kind === "PARTNER" && viewer.rights.includes("contracts:decide") ? (
              <ApplyForm code={code} />
            ) : (
              <p>{t("terms.applyNotYou")}</p>
            )}
          </section>
        </div>
      </main>
    </div>
  );
}
