"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { MoveTracesQuery } from "../../gql/graphql.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { graphql } from "../../gql/index.ts";
import { Steps } from "../reporting/log/trace-steps.tsx";

/** Of one move alone: two traces of every row of a page would cost more than a request may. */
const MoveTraces = graphql(/* GraphQL */ `
  query MoveTraces($id: ID!, $subjectId: ID!) {
    replay(id: $id) {
      id
      moves(first: 1, subjectId: $subjectId) {
        nodes {
          traceNow {
            steps {
              ...TraceSteps_step
            }
          }
          traceThen {
            steps {
              ...TraceSteps_step
            }
          }
        }
      }
    }
  }
`);

type Traces = NonNullable<MoveTracesQuery["replay"]>["moves"]["nodes"][number];

/** The decision that was made, and the one that the draft makes of the same event. */
export function TwoTraces({
  replayId,
  subjectId,
  timeZone,
}: {
  replayId: string;
  subjectId: string;
  timeZone: string;
}): ReactNode {
  const t = useTranslations("simulator");
  const state = useLoaded(MoveTraces, { id: replayId, subjectId }, null);
  return (
    <Panel state={state} skeleton={<RowsSkeleton />}>
      {({ replay }) => {
        const move = replay?.moves.nodes[0];
        return (
          <div className="grid gap-3 sm:grid-cols-2">
            <Side
              id={`${subjectId}-now`}
              title={t("traceNow")}
              trace={move?.traceNow ?? null}
              timeZone={timeZone}
            />
            <Side
              id={`${subjectId}-then`}
              title={t("traceThen")}
              trace={move?.traceThen ?? null}
              timeZone={timeZone}
            />
          </div>
        );
      }}
    </Panel>
  );
}

function Side({
  id,
  title,
  trace,
  timeZone,
}: {
  id: string;
  title: string;
  trace: Traces["traceNow"];
  timeZone: string;
}): ReactNode {
  const t = useTranslations("simulator");
  const box = "min-w-0 rounded-card border border-border p-3";
  return trace ? (
    <div className={box}>
      <Steps id={id} steps={trace.steps} title={title} heading="h3" timeZone={timeZone} />
    </div>
  ) : (
    <section aria-label={title} className={box}>
      <p className="text-muted">{t("noTrace")}</p>
    </section>
  );
}
