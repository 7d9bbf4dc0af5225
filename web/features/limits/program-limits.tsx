"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { type ProgramLimits_LimitFragment, type ProgramLimitsQuery } from "../../gql/graphql.ts";
import { graphql, readFragment } from "../../gql/index.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { LimitGauge, LimitGauge_limit } from "./limit-gauge.tsx";
import { byUnpaid } from "./limit-state.ts";
import { useLimitWords } from "./use-limit-words.ts";
import { lateView } from "../../lib/late.ts";

const LateLimitDialog = lateView(() =>
  import("./limit-dialog.tsx").then((module) => module.LimitDialog),
);
const LateRemoveDialog = lateView(() =>
  import("./remove-dialog.tsx").then((module) => module.RemoveDialog),
);

const ProgramLimits_limit = graphql(/* GraphQL */ `
  fragment ProgramLimits_limit on ProgramLimit {
    id
    shared
    max
    weekendMax
    usage {
      event
      ...LimitGauge_limit
    }
  }
`);

type Asking =
  | { kind: "set"; limit: ProgramLimits_LimitFragment | null }
  | { kind: "remove"; limit: ProgramLimits_LimitFragment };

interface ProgramLimitsCardProps {
  program: { id: string; timeZone: string };
  currency: string;
  mayWrite: boolean;
  limits: ProgramLimitsQuery["programLimits"];
}
/** Limits over all partners together: seen, set, changed, removed. */
export function ProgramLimitsCard({
  program,
  currency,
  mayWrite,
  limits,
}: ProgramLimitsCardProps): ReactNode {
  const t = useTranslations("limits");
  const wordsOf = useLimitWords("brand", program.timeZone);
  const [asking, setAsking] = useState<Asking | null>(null);
  const close = () => setAsking(null);
  const known = limits.map((row) => readFragment(ProgramLimits_limit, row));
  const rows = byUnpaid(
    known.map((limit) => ({ ...readFragment(LimitGauge_limit, limit.usage), limit })),
  );
  const add = mayWrite ? (
    <Button onClick={() => setAsking({ kind: "set", limit: null })}>{t("add")}</Button>
  ) : null;
  return (
    <Card>
      <CardHead title={t("ofProgram")} actions={rows.length > 0 ? add : null} />
      {rows.length === 0 ? (
        <Empty title={t("unlimited")} action={add}>
          {t("unlimitedText")}
        </Empty>
      ) : (
        <>
          {rows.length > 1 ? <p className="mb-3 text-muted">{t("several")}</p> : null}
          <ul className="flex flex-col divide-y divide-border">
            {rows.map(({ limit, ...facts }) => {
              const { name } = wordsOf(facts);
              return (
                <li key={limit.id} className="py-3 first:pt-0 last:pb-0">
                  <LimitGauge
                    limit={facts}
                    space="brand"
                    timeZone={program.timeZone}
                    badges={limit.shared ? <Badge tone="info">{t("shared")}</Badge> : null}
                    actions={
                      mayWrite ? (
                        <RowActions
                          name={name}
                          onAsk={(asked) => setAsking({ kind: asked, limit })}
                        />
                      ) : null
                    }
                  />
                </li>
              );
            })}
          </ul>
        </>
      )}
      <Dialogs asking={asking} onClose={close} program={program} currency={currency} />
    </Card>
  );
}

interface RowActionsProps {
  /** Of the limit, in words. */
  name: string;
  onAsk: (what: Asking["kind"]) => void;
}
function RowActions({ name, onAsk }: RowActionsProps): ReactNode {
  const t = useTranslations("limits");
  return (
    <>
      <Button size="small" aria-label={t("changeOf", { name })} onClick={() => onAsk("set")}>
        {t("change")}
      </Button>
      <Button size="small" aria-label={t("removeOf", { name })} onClick={() => onAsk("remove")}>
        {t("removeIt")}
      </Button>
    </>
  );
}

interface DialogsProps extends Pick<ProgramLimitsCardProps, "program" | "currency"> {
  asking: Asking | null;
  onClose: () => void;
}
function Dialogs({ asking, onClose, program, currency }: DialogsProps): ReactNode {
  const wordsOf = useLimitWords("brand", program.timeZone);
  return (
    <>
      {asking?.kind === "set" ? (
        <LateLimitDialog
          programId={program.id}
          timeZone={program.timeZone}
          currency={currency}
          limit={asking.limit}
          onClose={onClose}
        />
      ) : null}
      {asking?.kind === "remove" ? (
        <LateRemoveDialog
          open
          onClose={onClose}
          id={asking.limit.id}
          name={wordsOf(readFragment(LimitGauge_limit, asking.limit.usage)).name}
        />
      ) : null}
    </>
  );
}
