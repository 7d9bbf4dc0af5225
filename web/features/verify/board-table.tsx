"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { readFragment } from "../../gql/index.ts";
import type { Verify_RowFragment } from "../../gql/graphql.ts";
import { formatDateTime } from "../../lib/format.ts";
import { Badge, toneIcon, toneText } from "../../ui/badge.tsx";
import { RowHead, Table, Td, Th, wideOnly } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { FixButton, type FixProps } from "./fix-button.tsx";
import { Verify_check } from "./queries.ts";
import { cellWords, resultTones, stateTones } from "./words.ts";

export type BoardProps = Omit<FixProps, "row"> & {
  rows: readonly Verify_RowFragment[];
  timeZone: string;
  chosen: ReadonlySet<string>;
  onChoose: (ids: readonly string[], chosen: boolean) => void;
  /** The partner whose run is open below. */
  opened: string | null;
  onOpen: (partnerId: string) => void;
};

/**
 * Partners by checks in five groups; name and result stay in view. On phones all of a row stands
 * under its name, the result first.
 */
export function BoardTable({ rows, chosen, onChoose, ...rest }: BoardProps): ReactNode {
  const t = useTranslations("verify");
  const ids = rows.map((row) => row.partnerAccountId);
  const groups = rows[0]?.groups ?? [];
  return (
    <Table label={t("board")} stacked className="max-h-[70vh]">
      <thead className="max-sm:block">
        <tr>
          <Th pinned>
            <label className="flex items-center gap-2">
              <input
                type="checkbox"
                aria-label={t("chooseAll")}
                className="size-4 accent-primary"
                checked={ids.every((id) => chosen.has(id))}
                onChange={(event) => onChoose(ids, event.target.checked)}
              />
              {t("partner")}
            </label>
          </Th>
          {groups.map(({ group }) => (
            <Th key={group} className={wideOnly}>
              {t(`groups.${group}`)}
            </Th>
          ))}
          <Th className={wideOnly}>{t("result")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <BoardRow
            key={row.partnerAccountId}
            row={row}
            chosen={chosen.has(row.partnerAccountId)}
            onChoose={onChoose}
            {...rest}
          />
        ))}
      </tbody>
    </Table>
  );
}

type RowProps = Omit<BoardProps, "rows" | "chosen"> & { row: Verify_RowFragment; chosen: boolean };
function BoardRow({
  row,
  chosen,
  onChoose,
  opened,
  onOpen,
  timeZone,
  ...fix
}: RowProps): ReactNode {
  const t = useTranslations("verify");
  const id = row.partnerAccountId;
  return (
    <tr>
      <RowHead className="max-sm:order-first sm:max-w-60">
        <span className="flex items-start gap-2">
          <input
            type="checkbox"
            aria-label={t("choose", { partner: row.partnerName })}
            className="mt-0.5 size-4 shrink-0 accent-primary"
            checked={chosen}
            onChange={(event) => onChoose([id], event.target.checked)}
          />
          <button
            type="button"
            className={`${textLinkClass} min-w-0 break-words text-start`}
            aria-expanded={opened === id}
            onClick={() => onOpen(id)}
          >
            {row.partnerName}
          </button>
        </span>
      </RowHead>
      {row.groups.map((group) => (
        <Td key={group.group} label={t(`groups.${group.group}`)} className="whitespace-nowrap">
          <State group={group} clicks={row.clicks} timeZone={timeZone} />
        </Td>
      ))}
      <Td className="max-sm:-order-1 sm:sticky sm:end-0 sm:min-w-72">
        <Result row={row} timeZone={timeZone} {...fix} />
      </Td>
    </tr>
  );
}

interface StateProps {
  group: Verify_RowFragment["groups"][number];
  clicks: number;
  timeZone: string;
}
/** Icon and word; the sentence for who looks closer, and for screen readers. */
function State({ group, clicks, timeZone }: StateProps): ReactNode {
  const t = useTranslations("verify");
  const worst = readFragment(Verify_check, group.worst);
  const { key, values } = cellWords({ ...group, worst }, clicks, (at) =>
    formatDateTime(at, timeZone),
  );
  const tone = stateTones[group.state];
  const Icon = toneIcon[tone];
  return (
    <span title={worst.sentence}>
      <span className={`inline-flex items-center gap-1 ${toneText[tone]}`}>
        <Icon aria-hidden size={14} className="shrink-0" />
        {t(`cells.${key}`, (values ?? {}) as never)}
      </span>
      {group.state === "PASSED" ? null : <span className="sr-only">. {worst.sentence}</span>}
    </span>
  );
}

/** The first thing that stands in the way, or that nothing does. */
export const firstOpen = (row: Verify_RowFragment) => {
  const checks = row.checks.map((check) => readFragment(Verify_check, check));
  const by = (state: string) => checks.find((check) => check.state === state && check.fix);
  return by("FAILED") ?? by("WAITING") ?? by("NOT_STARTED") ?? null;
};

function Result({ row, timeZone, ...fix }: FixProps & { timeZone: string }): ReactNode {
  const t = useTranslations("verify");
  const open = row.changed.length > 0 ? ("CHECK_AGAIN" as const) : (firstOpen(row)?.fix ?? null);
  const wanted = row.result === "NOT_STARTED" ? ("CHECK_AGAIN" as const) : open;
  return (
    <span className="flex flex-col items-start gap-1">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={resultTones[row.result]}>{t(`results.${row.result}`)}</Badge>
        {row.result === "VERIFIED" && row.verifiedAt ? (
          <span className="text-muted">
            {t("verifiedBy", {
              at: formatDateTime(row.verifiedAt, timeZone),
              by: row.verifiedBy ?? "",
            })}
          </span>
        ) : null}
      </span>
      {row.result === "VERIFIED" ? null : (
        <span className="max-w-96 min-w-48 break-words whitespace-normal text-muted">
          {row.sentence}
        </span>
      )}
      {row.result !== "VERIFIED" && wanted ? <FixButton fix={wanted} row={row} {...fix} /> : null}
    </span>
  );
}
