"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { Breakdown_FiguresFragmentDoc } from "../../../gql/graphql.ts";
import { readFragment } from "../../../gql/index.ts";
import { answering } from "../../../lib/first-answers.ts";
import { useLoaded } from "../../../lib/use-loaded.ts";
import { Menu, MenuChoice } from "../../../ui/menu.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { dimensionsFor, type DimensionWord } from "../dimensions.ts";
import { ComparedNote } from "../panels/compared-note.tsx";
import { MenuButton } from "../menu-button.tsx";
import type { ViewHandle } from "../use-view.ts";
import { rankWays, tops, type RankWay } from "../view-state.ts";
import { columnsOf } from "./columns.ts";
import { Breakdown, type BreakdownProps } from "./breakdown-query.ts";
import { BreakdownTable } from "./breakdown-table.tsx";
import {
  breakdownVariables,
  groupingOf,
  type Grouping,
  type Space,
} from "./breakdown-variables.ts";
import { rankedMeasures, type RankedMeasure } from "./ranked.ts";

/** Clicks and sales by what they have in common: who, where, why, when. */
export function BreakdownView(props: BreakdownProps): ReactNode {
  const { program, space, handle, breakdown, news } = props;
  const t = useTranslations("reporting.breakdown");
  const grouping = groupingOf(handle.view, space);
  const variables = breakdownVariables(program.id, handle.view, space);
  const state = useLoaded(Breakdown, variables, answering(breakdown, variables), { news });
  return (
    <section aria-label={t("title")} className="flex flex-col gap-3">
      <Controls space={space} handle={handle} grouping={grouping} />
      <Panel state={state} skeleton={<Skeleton className="h-72" />}>
        {({ reportBreakdown: found }) =>
          found ? (
            <>
              <ComparedNote period={found.compared} timeZone={found.timeZone} />
              <BreakdownTable
                {...props}
                found={found}
                grouping={grouping}
                columns={columnsOf(
                  readFragment(Breakdown_FiguresFragmentDoc, found.total),
                  handle.view.mode === "test",
                )}
              />
            </>
          ) : (
            <p>{state.failure ? null : t("none")}</p>
          )
        }
      </Panel>
    </section>
  );
}

interface ControlsProps {
  space: Space;
  handle: ViewHandle;
  grouping: Grouping;
}
function Controls({ space, handle: { view, setView }, grouping }: ControlsProps): ReactNode {
  const t = useTranslations("reporting.breakdown");
  const names = useTranslations("reporting.filters");
  const columns = useTranslations("reporting.breakdown.columns");
  const options = dimensionsFor(space).map((value) => ({ value, label: names(value) }));
  const ways = rankWays.map((value) => ({ value, label: t(`ways.${value}`) }));
  return (
    <div className="print-hidden flex flex-wrap items-center gap-2">
      <Menu
        trigger={
          <MenuButton name={t("by")} value={t("byLabel", { of: names(grouping.by) })} named />
        }
      >
        <MenuChoice
          label={t("by")}
          value={grouping.by}
          options={options}
          onChange={(by) => setView({ by: by as DimensionWord, open: null })}
        />
      </Menu>
      <Menu
        trigger={
          <MenuButton name={t("then")} value={t("thenLabel", { of: names(grouping.into) })} named />
        }
      >
        <MenuChoice
          label={t("then")}
          value={grouping.into}
          options={options.filter(({ value }) => value !== grouping.by)}
          onChange={(into) => setView({ into: into as DimensionWord })}
        />
      </Menu>
      <Menu
        trigger={
          <MenuButton
            name={t("rank")}
            value={t("rankLabel", { of: columns(view.rank), way: t(`ways.${view.way}`) })}
            named
          />
        }
      >
        <MenuChoice
          label={t("way")}
          value={view.way}
          options={ways}
          onChange={(way) => setView({ way: way as RankWay })}
        />
        <MenuChoice
          label={t("rank")}
          value={view.rank}
          options={rankedMeasures
            .filter((each) => space === "brand" || each !== "newVisitors")
            .map((value) => ({ value, label: columns(value) }))}
          onChange={(rank) => setView({ rank: rank as RankedMeasure })}
        />
      </Menu>
      <Menu
        trigger={<MenuButton name={t("top")} value={t("topLabel", { count: view.top })} named />}
      >
        <MenuChoice
          label={t("top")}
          value={String(view.top)}
          options={tops.map((top) => ({
            value: String(top),
            label: t("topLabel", { count: top }),
          }))}
          onChange={(top) => setView({ top: tops.find((each) => String(each) === top) ?? 10 })}
        />
      </Menu>
    </div>
  );
}
