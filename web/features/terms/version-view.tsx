import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { readFragment } from "../../gql/index.ts";
import type { TermsDetailQuery } from "../../gql/graphql.ts";
import { formatDateTime, zoneName } from "../../lib/format.ts";
import { Badge } from "../../ui/badge.tsx";
import { ButtonLink } from "../../ui/button.tsx";
import { Card, CardHead, PageHead } from "../../ui/card.tsx";
import { cx } from "../../ui/cx.ts";
import { textLinkClass } from "../../ui/text-link.ts";
import { VersionFacts } from "./documents.ts";
import { SentenceList } from "./sentence-list.tsx";

type Terms = NonNullable<TermsDetailQuery["terms"]>;
interface VersionViewProps {
  terms: Terms;
  number: number;
  program: { code: string; timeZone: string; uniqueWindowMinutes: number };
  mayWrite: boolean;
}
/** One version in sentences, and the list of all. */
export function VersionView({ terms, number, program, mayWrite }: VersionViewProps): ReactNode {
  const t = useTranslations("terms");
  const base = `/b/${program.code}/terms`;
  const version = terms.versions.find((each) => each.number === number);
  if (!version) return null;
  const next = mayWrite && terms.state !== "ARCHIVED" ? <ButtonLink href={`${base}/${terms.id}/next`}>{t("next")}</ButtonLink> : null;
  const propose =
    mayWrite && terms.state === "ACTIVE" ? (
      <ButtonLink tone="primary" href={`/b/${program.code}/contracts?propose=${terms.id}`}>
        {t("propose")}
      </ButtonLink>
    ) : null;
  return (
    <>
      <p className="mb-1">
        <Link href={base} className={textLinkClass}>
          {t("title")}
        </Link>
      </p>
      <PageHead
        title={t("versionTitle", { name: terms.name, number })}
        lead={t("immutable")}
        actions={
          <>
            {next}
            {propose}
          </>
        }
      />
      <div className="grid items-start gap-3 lg:grid-cols-[2fr_1fr]">
        <Card>
          <CardHead
            title={t("says")}
            actions={version.warnings.map((warning) => (
              <Badge key={warning} tone="warning">
                {t(`warningShort.${warning}`)}
              </Badge>
            ))}
          />
          <SentenceList terms={readFragment(VersionFacts, version)} zone={zoneName(program.timeZone)} uniqueWindowMinutes={program.uniqueWindowMinutes} />
          {version.comment ? <blockquote className="mt-4 max-w-prose border-s-2 border-border ps-3 whitespace-pre-line text-muted">{version.comment}</blockquote> : null}
          {version.warnings.length > 0 ? (
            <ul className="mt-4 flex max-w-prose flex-col gap-1 text-warning">
              {version.warnings.map((warning) => (
                <li key={warning}>{t(`warnings.${warning}`)}</li>
              ))}
            </ul>
          ) : null}
        </Card>
        <Card>
          <CardHead title={t("versions")} />
          <ol className="flex flex-col">
            {terms.versions.map((each) => (
              <li key={each.id}>
                <Link
                  href={`${base}/${terms.id}/v/${each.number}`}
                  aria-current={each.number === number ? "page" : undefined}
                  className={cx("block rounded-control px-2 py-1.5 hover:bg-neutral-ground", each.number === number && "bg-info-ground text-link")}
                >
                  <span className="font-medium">{t("version", { number: each.number })}</span>
                  <span className="block text-caption text-muted">{formatDateTime(each.createdAt, program.timeZone)}</span>
                </Link>
              </li>
            ))}
          </ol>
        </Card>
      </div>
    </>
  );
}
