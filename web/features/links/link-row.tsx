"use client";
import { memo, useState, type ReactNode } from "react";
import { ExternalLink, MoreHorizontal, ShoppingCart } from "lucide-react";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import type { LinkRow_RowFragment } from "../../gql/graphql.ts";
import { formatCount, formatDateTime } from "../../lib/format.ts";
import { Amount } from "../../ui/amount.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, buttonClass } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { RowHead, Td } from "../../ui/table.tsx";
import { endWords } from "./end-words.ts";
import { PageWarnings } from "./page-warnings.tsx";
import { RedirectSteps } from "./redirect-steps.tsx";
import { TestOrderDialog, type TestOrderWay } from "./test-order-dialog.tsx";

export const LinkRow_row = graphql(/* GraphQL */ `
  fragment LinkRow_row on LinkRow {
    lastClickAt
    health
    healthText
    figures {
      clicks
      payable
      orders
      earned {
        amount
        currency
      }
    }
    link {
      id
      name
      isTest
      state
      url
      readableUrl
      destination
      attributionTemplate
      level
      sharedId
      mediaProperty {
        name
      }
      partnerName
      createdAt
      ends {
        isBrands
        endsAt
        afterClicks
        countedClicks
        filledAt
      }
      ad {
        name
        type
        warnings
      }
    }
  }
`);

export interface LinkRights {
  write: boolean;
  /** How a test order comes; null: none can be placed, since sales are real. */
  order: TestOrderWay | null;
}
/** What is done to one link in a dialog of its own. */
export type LinkAct = "rename" | "name" | "end" | "reopen" | "qr";
interface LinkRowProps {
  row: FragmentType<typeof LinkRow_row>;
  rights: LinkRights;
  program: { marketplaceCurrency: string; timeZone: string };
  /** Whose link it is, where several partners' stand together. */
  showPartner: boolean;
  chosen: boolean;
  onChoose: (chosen: boolean) => void;
  onAct: (act: LinkAct, link: LinkRow_RowFragment["link"]) => void;
}
const titleOf = (link: LinkRow_RowFragment["link"], showPartner: boolean): string =>
  showPartner ? `${link.name}, ${link.partnerName}` : link.name;

export function LinkRow({ chosen, onChoose, ...rest }: LinkRowProps): ReactNode {
  const t = useTranslations("links");
  const { link } = readFragment(LinkRow_row, rest.row);
  return (
    <tr>
      {rest.rights.write ? (
        <Td className="w-8">
          <input
            type="checkbox"
            aria-label={t("choose", { name: titleOf(link, rest.showPartner) })}
            checked={chosen}
            onChange={(event) => onChoose(event.target.checked)}
            className="size-4 pointer-coarse:size-6"
          />
        </Td>
      ) : null}
      <Cells {...rest} />
    </tr>
  );
}

/** A tick draws none of it anew. */
const Cells = memo(function Cells({
  row,
  rights,
  program,
  showPartner,
  onAct,
}: Omit<LinkRowProps, "chosen" | "onChoose">): ReactNode {
  const t = useTranslations("links");
  const [ordering, setOrdering] = useState(false);
  const { link, figures, lastClickAt, health, healthText } = readFragment(LinkRow_row, row);
  const title = titleOf(link, showPartner);
  const none = { amount: "0", currency: program.marketplaceCurrency };
  return (
    <>
      <RowHead pinned={false} className="min-w-64 max-w-96">
        <LinkName link={link} showPartner={showPartner} timeZone={program.timeZone} />
      </RowHead>
      <Td numeric label={t("columns.clicks")}>
        {formatCount(figures.clicks)}
      </Td>
      <Td numeric label={t("columns.payable")}>
        {formatCount(figures.payable)}
      </Td>
      <Td numeric label={t("columns.orders")}>
        {formatCount(figures.orders)}
      </Td>
      <Td numeric label={t("columns.earned")}>
        <Amount of={figures.earned} none={none} />
      </Td>
      <Td label={t("columns.last")} className="whitespace-nowrap">
        {lastClickAt ? formatDateTime(lastClickAt, program.timeZone) : t("never")}
      </Td>
      <Td label={t("columns.health")} className="min-w-40">
        {health === "FINE" ? t("healths.FINE") : healthText}
      </Td>
      <Td>
        <span className="flex flex-wrap gap-1">
          <CopyButton text={link.readableUrl ?? link.url} what={title} />
          {link.isTest && rights.order ? (
            <Button
              size="small"
              aria-label={t("orderOf", { name: title })}
              onClick={() => setOrdering(true)}
            >
              <ShoppingCart aria-hidden size={14} />
              {t("order")}
            </Button>
          ) : null}
          <a
            href={link.url}
            target="_blank"
            rel="noreferrer"
            aria-label={t("openOf", { name: title })}
            className={buttonClass("quiet", "small")}
          >
            <ExternalLink aria-hidden size={14} />
          </a>
          <Acts link={link} title={title} mayWrite={rights.write} onAct={onAct} />
        </span>
        {rights.order ? (
          <TestOrderDialog
            open={ordering}
            onClose={() => setOrdering(false)}
            link={link}
            currency={program.marketplaceCurrency}
            way={rights.order}
          />
        ) : null}
      </Td>
    </>
  );
});

interface ActsProps extends Pick<LinkRowProps, "onAct"> {
  link: LinkRow_RowFragment["link"];
  title: string;
  mayWrite: boolean;
}
function Acts({ link, title, mayWrite, onAct }: ActsProps): ReactNode {
  const t = useTranslations("links");
  const trigger = (
    <Button size="small" tone="quiet" aria-label={t("actsOf", { name: title })}>
      <MoreHorizontal aria-hidden size={14} />
    </Button>
  );
  return (
    <Menu align="end" trigger={trigger}>
      <MenuItem onSelect={() => onAct("qr", link)}>{t("qr")}</MenuItem>
      {mayWrite ? <ChangeActs link={link} onAct={onAct} /> : null}
    </Menu>
  );
}
function ChangeActs({ link, onAct }: Pick<ActsProps, "link" | "onAct">): ReactNode {
  const t = useTranslations("links");
  return (
    <>
      <MenuItem onSelect={() => onAct("rename", link)}>{t("rename")}</MenuItem>
      <MenuItem onSelect={() => onAct("name", link)}>{t("readable")}</MenuItem>
      <MenuItem onSelect={() => onAct("end", link)}>
        {link.ends.length > 0 ? t("endOther") : t("end")}
      </MenuItem>
      {link.ends.length > 0 ? (
        <MenuItem onSelect={() => onAct("reopen", link)}>{t("reopen")}</MenuItem>
      ) : null}
    </>
  );
}

interface LinkNameProps {
  link: LinkRow_RowFragment["link"];
  showPartner: boolean;
  timeZone: string;
}
function LinkName({ link, showPartner, timeZone }: LinkNameProps): ReactNode {
  const t = useTranslations("links");
  const { ad, mediaProperty, sharedId } = link;
  const about = [
    showPartner ? link.partnerName : null,
    t(`levels.${link.level}`),
    ad.type === "TEXT_LINK" && ad.name !== link.name ? ad.name : null,
    mediaProperty ? t("placeIs", { name: mediaProperty.name }) : null,
    sharedId ? t("sharedIdIs", { id: sharedId }) : null,
  ];
  return (
    <div className="flex flex-col gap-1">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="break-words">{link.name}</span>
        {link.isTest ? <Badge tone="info">{t("test")}</Badge> : null}
        {link.state === "ACTIVE" ? null : <Badge tone="warning">{t(`states.${link.state}`)}</Badge>}
      </span>
      <span className="font-normal text-muted">{about.filter(Boolean).join(" · ")}</span>
      {link.readableUrl ? (
        <span className="font-mono font-normal break-all select-all">{link.readableUrl}</span>
      ) : null}
      {link.ends.map((end) => (
        <span key={String(end.isBrands)} className="font-normal text-muted">
          {endWords(t, end, timeZone)}
        </span>
      ))}
      <div className="font-normal">
        <RedirectSteps
          url={link.url}
          destination={link.destination}
          template={link.attributionTemplate ?? null}
        />
        <PageWarnings warnings={ad.warnings} />
      </div>
    </div>
  );
}
