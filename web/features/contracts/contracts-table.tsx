"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { brandPages } from "../../lib/addresses.ts";
import { readFragment } from "../../gql/index.ts";
import { ContractRow_ContractFragmentDoc, type ContractsQuery } from "../../gql/graphql.ts";
import { Button } from "../../ui/button.tsx";
import { Table, Th } from "../../ui/table.tsx";
import { ContractRow } from "./contract-row.tsx";
import { lateView } from "../../lib/late.ts";

const LateEndDialog = lateView(() =>
  import("./decisions/end-dialog.tsx").then((module) => module.EndDialog),
);

interface ContractsTableProps {
  rows: readonly ContractsQuery["contracts"]["nodes"][number][];
  program: { code: string; timeZone: string };
  rights: { propose: boolean; end: boolean };
}
/** The contracts, of which those in force or to come can be chosen and ended together. */
export function ContractsTable({ rows, program, rights }: ContractsTableProps): ReactNode {
  const t = useTranslations("contracts");
  const [selected, setSelected] = useState<readonly string[]>([]);
  const [ending, setEnding] = useState(false);
  const able = rows
    .map((row) => readFragment(ContractRow_ContractFragmentDoc, row))
    .filter(({ state }) => state === "ACTIVE" || state === "UPCOMING");
  const chosen = able.filter(({ id }) => selected.includes(id));
  return (
    <>
      {rights.end ? (
        <div className="mb-2 flex flex-wrap items-center gap-2">
          <Button
            size="small"
            onClick={() =>
              setSelected(chosen.length === able.length ? [] : able.map(({ id }) => id))
            }
          >
            {chosen.length > 0 && chosen.length === able.length
              ? t("selectNone")
              : t("selectAll", { count: able.length })}
          </Button>
          <Button size="small" disabled={chosen.length === 0} onClick={() => setEnding(true)}>
            {t("endChosen", { count: chosen.length })}
          </Button>
        </div>
      ) : null}
      <Table label={t("title")}>
        <thead>
          <tr>
            {rights.end ? (
              <Th>
                <span className="sr-only">{t("selection")}</span>
              </Th>
            ) : null}
            <Th pinned>{t("partner")}</Th>
            <Th>{t("state")}</Th>
            <Th>{t("terms")}</Th>
            <Th>{t("validity")}</Th>
            <Th>
              <span className="sr-only">{t("actions")}</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ContractRow
              key={row.id}
              contract={row}
              pages={brandPages(program.code)}
              timeZone={program.timeZone}
              mayWithdraw={rights.propose}
              selected={selected.includes(row.id)}
              onSelect={
                rights.end
                  ? (on) =>
                      setSelected((now) =>
                        on ? [...now, row.id] : now.filter((id) => id !== row.id),
                      )
                  : null
              }
            />
          ))}
        </tbody>
      </Table>
      {ending ? (
        <LateEndDialog
          onClose={() => setEnding(false)}
          contracts={chosen}
          timeZone={program.timeZone}
          onEnded={() => setSelected([])}
        />
      ) : null}
    </>
  );
}
