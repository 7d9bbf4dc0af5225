import type { ReactNode } from "react";
import Link from "next/link";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { brandPages } from "../../lib/addresses.ts";
import { graphql, readFragment } from "../../gql/index.ts";
import type { TermsDetailQuery, VersionDifferencesQuery } from "../../gql/graphql.ts";
import { formatDateTime, zoneName } from "../../lib/format.ts";
import { Badge } from "../../ui/badge.tsx";
import { ButtonLink } from "../../ui/button.tsx";
import { Card, CardHead, PageHead } from "../../ui/card.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { DifferenceList } from "../changes/difference-list.tsx";
import { LinkCard } from "./link-card.tsx";
import { SentenceList } from "./sentence-list.tsx";
import { StateCard } from "./state-card.tsx";

const VersionView_version = graphql(/* GraphQL */ `
  fragment VersionView_version on TermsVersion {
    id
    number
    createdAt
    comment
    currency
    warnings
    asInput
    noticeDays
    customTerms {
      name
      kind
      text
      fileId
    }
    sentences {
      ...SentenceList_sentence
    }
    eventPayouts {
      ...Offer_payout
    }
  }
`);

type Terms = NonNullable<TermsDetailQuery["terms"]>;
type Version = NonNullable<TermsDetailQuery["termsVersion"]>;
interface VersionViewProps {
  terms: Terms;
  version: Version;
  program: { code: string; timeZone: string; uniqueWindowMinutes: number };
  rights: { draft: boolean; write: boolean; administer: boolean };
  /** Where people reach the dashboard. */
  origin: string;
  /** The version before, and what this one changed of it. */
  before: { number: number } | null;
  differences: NonNullable<VersionDifferencesQuery["termsDifferences"]>;
}
/** One version in sentences, and the list of all. */
export function VersionView({
  terms,
  version,
  program,
  rights,
  origin,
  before,
  differences,
}: VersionViewProps): ReactNode {
  const t = useTranslations("terms");
  const base = brandPages(program.code).terms;
  const mayChange =
    rights.write && terms.state !== "ARCHIVED" && (!terms.restricted || rights.administer);
  return (
    <>
      <p className="mb-1">
        <Link href={base} className={textLinkClass}>
          {t("title")}
        </Link>
      </p>
      <PageHead
        title={t("versionTitle", { name: terms.name, number: version.number })}
        lead={t("immutable")}
        actions={
          <>
            {rights.draft ? (
              <ButtonLink href={`${base}/new?from=${terms.id}`}>{t("copy")}</ButtonLink>
            ) : null}
            {rights.draft && terms.state !== "ARCHIVED" ? (
              <ButtonLink href={`${base}/${terms.id}/next`}>
                {t(mayChange ? "next" : "tryNext")}
              </ButtonLink>
            ) : null}
            {rights.write && terms.state === "ACTIVE" ? (
              <ButtonLink
                tone="primary"
                href={`${brandPages(program.code).contracts}?propose=${terms.id}`}
              >
                {t("propose")}
              </ButtonLink>
            ) : null}
          </>
        }
      />
      {mayChange && terms.signedPartners > 0 ? (
        <p className="mb-3 max-w-prose rounded-control bg-info-ground px-3 py-2">
          {t("signedNote", { count: terms.signedPartners })}{" "}
          <Link href={brandPages(program.code).contracts} className={textLinkClass}>
            {t("signedNoteLink")}
          </Link>
        </p>
      ) : null}
      <div className="grid items-start gap-3 lg:grid-cols-[2fr_1fr]">
        <div className="flex min-w-0 flex-col gap-3">
          <VersionText version={version} program={program} />
          {before ? <VersionChanges before={before} differences={differences} /> : null}
        </div>
        <div className="flex flex-col gap-3">
          <StateCard terms={terms} rights={rights} />
          {terms.state === "ACTIVE" ? (
            <LinkCard id={terms.id} code={terms.linkCode} origin={origin} mayChange={mayChange} />
          ) : null}
          <VersionCard
            terms={terms}
            number={version.number}
            href={`${base}/${terms.id}`}
            timeZone={program.timeZone}
            mayChange={mayChange}
          />
        </div>
      </div>
    </>
  );
}

function VersionText({
  version,
  program,
}: Pick<VersionViewProps, "version" | "program">): ReactNode {
  const t = useTranslations("terms");
  return (
    <Card>
      <CardHead
        title={t("says")}
        actions={version.warnings.map((warning) => (
          <Badge key={warning} tone="warning">
            {t(`warningShort.${warning}`)}
          </Badge>
        ))}
      />
      <SentenceList
        terms={readFragment(VersionView_version, version)}
        zone={zoneName(program.timeZone)}
        uniqueWindowMinutes={program.uniqueWindowMinutes}
      />
      {version.comment ? (
        <blockquote
          className={clsx(
            "mt-4 max-w-prose border-s-2 border-border ps-3 whitespace-pre-line text-muted",
          )}
        >
          {version.comment}
        </blockquote>
      ) : null}
      {version.warnings.length > 0 ? (
        <ul className="mt-4 flex max-w-prose flex-col gap-1 text-warning">
          {version.warnings.map((warning) => (
            <li key={warning}>{t(`warnings.${warning}`)}</li>
          ))}
        </ul>
      ) : null}
    </Card>
  );
}

function VersionChanges({
  before,
  differences,
}: {
  before: { number: number };
  differences: NonNullable<VersionDifferencesQuery["termsDifferences"]>;
}): ReactNode {
  const t = useTranslations("terms");
  return (
    <Card>
      <CardHead title={t("changedFrom", { number: before.number })} />
      <DifferenceList differences={differences} />
    </Card>
  );
}

interface VersionCardProps {
  terms: Terms;
  number: number;
  href: string;
  timeZone: string;
  mayChange: boolean;
}
/** Every version with who saved it, when and why; an earlier one can be a draft again. */
function VersionCard({ terms, number, href, timeZone, mayChange }: VersionCardProps): ReactNode {
  const t = useTranslations("terms");
  const newest = terms.versions[0]?.number ?? number;
  return (
    <Card>
      <CardHead title={t("versions")} />
      <ol className="flex flex-col gap-1">
        {terms.versions.map((each) => (
          <li
            key={each.id}
            className={clsx("rounded-control", each.number === number && "bg-info-ground")}
          >
            <Link
              href={`${href}/v/${each.number}`}
              aria-current={each.number === number ? "page" : undefined}
              className={clsx(
                "block rounded-control px-2 py-1.5 hover:bg-neutral-ground",
                each.number === number && "text-link",
              )}
            >
              <span className="font-medium">{t("version", { number: each.number })}</span>
              <span className="block text-caption text-muted">
                {each.authorName
                  ? t("savedBy", {
                      author: each.authorName,
                      at: formatDateTime(each.createdAt, timeZone),
                    })
                  : formatDateTime(each.createdAt, timeZone)}
              </span>
              {each.comment ? (
                <span className="line-clamp-2 text-caption break-words text-muted">
                  {each.comment}
                </span>
              ) : null}
            </Link>
            {mayChange && each.number < newest ? (
              <Link
                href={`${href}/next?from=${each.number}`}
                className={clsx(textLinkClass, "inline-block px-2 pb-1.5 text-caption")}
              >
                {t("restoreAsDraft")}
                <span className="sr-only"> {t("version", { number: each.number })}</span>
              </Link>
            ) : null}
          </li>
        ))}
      </ol>
    </Card>
  );
}
