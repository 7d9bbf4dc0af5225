"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { BrandPages } from "../../lib/addresses.ts";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import { formatDate } from "../../lib/format.ts";
import { Badge } from "../../ui/badge.tsx";
import { ButtonLink } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";

const PartnerLinks_link = graphql(/* GraphQL */ `
  fragment PartnerLinks_link on TrackingLink {
    id
    name
    url
    isTest
    createdAt
  }
`);

interface PartnerLinksProps {
  links: readonly FragmentType<typeof PartnerLinks_link>[];
  hasMore: boolean;
  partnerId: string;
  pages: BrandPages;
  timeZone: string;
}
/** A partner's tracking links, newest first. */
export function PartnerLinks({
  links: given,
  hasMore,
  partnerId,
  pages,
  timeZone,
}: PartnerLinksProps): ReactNode {
  const t = useTranslations("partnerPage");
  const links = readFragment(PartnerLinks_link, given);
  return (
    <Card>
      <CardHead
        title={t("links")}
        actions={
          <ButtonLink size="small" href={`${pages.links}?who=${partnerId}`}>
            {t("allLinks")}
          </ButtonLink>
        }
      />
      {links.length === 0 ? <p className="text-muted">{t("noLinks")}</p> : null}
      <ul className="flex flex-col divide-y divide-border">
        {links.map(({ id, name, url, isTest, createdAt }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-2 py-2">
            <span className="min-w-0">
              <span className="flex flex-wrap items-center gap-2 font-medium">
                {name}
                {isTest ? <Badge tone="info">{t("testLink")}</Badge> : null}
              </span>
              <span className="block font-mono text-caption break-all text-muted">{url}</span>
              <span className="block text-caption text-muted">
                {t("made", { at: formatDate(createdAt, timeZone) })}
              </span>
            </span>
            <CopyButton text={url} what={name} />
          </li>
        ))}
      </ul>
      {hasMore ? <p className="text-caption text-muted">{t("moreLinks")}</p> : null}
    </Card>
  );
}
