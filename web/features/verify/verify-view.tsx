"use client";
import { useCallback, useState, type ReactNode } from "react";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { Plus, RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { brandPages, type BrandPages } from "../../lib/addresses.ts";
import { readFragment, type FragmentType } from "../../gql/index.ts";
import type { VerificationShown, VerifyBoardQuery, VerifyPartnerQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { idOrNull } from "../../lib/ids.ts";
import { useHydrated } from "../../lib/use-hydrated.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { usePages } from "../../lib/use-pages.ts";
import { useRested } from "../../lib/use-rested.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { ChoiceBar } from "../../ui/choice-bar.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { SearchForm } from "../../ui/search-form.tsx";
import { BoardTable } from "./board-table.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { CountsLine } from "./counts-line.tsx";
import type { VerifyProgram, VerifyRights } from "./fix-button.tsx";
import { VerifyBoard, VerifyPartner, Verify_row } from "./queries.ts";
import { RunDialog } from "./run-dialog.tsx";
import { RunPanel } from "./run-panel.tsx";
import { shownChoices, type ShownChoice } from "./shown.ts";
import { useVerifyActions, type Place, type VerifyActions } from "./use-verify-actions.ts";
import { useVerifyNews } from "./use-verify-news.ts";

type Board = VerifyBoardQuery["verificationBoard"];
const placeOf = (board: Board | undefined): Place => ({
  country: board?.run?.country ?? null,
  device: board?.run?.device ?? "DESKTOP",
});
const none = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
const pick = (data: VerifyBoardQuery) => data.verificationBoard ?? none;

interface VerifyViewProps {
  program: VerifyProgram & { marketplace: string };
  timeZone: string;
  rights: VerifyRights & { invite: boolean };
  first: { board: Loaded<VerifyBoardQuery>; partner: Loaded<VerifyPartnerQuery> | null };
}

/** What the address holds: filter, search, run and the partner whose run is open. */
function useAddress() {
  const [shown, setShown] = useQueryState(
    "show",
    parseAsStringLiteral(shownChoices).withDefault("all"),
  );
  const [search, setSearch] = useQueryState("search", parseAsString.withDefault(""));
  const [run, setRun] = useQueryState("run", parseAsString);
  const [partner, setPartner] = useQueryState(
    "partner",
    parseAsString.withOptions({ history: "push" }),
  );
  return {
    shown,
    setShown: (next: ShownChoice) => void setShown(next),
    search,
    setSearch: (text: string) => void setSearch(text || null),
    runId: idOrNull(run),
    setRun: (id: string | null) => void setRun(id),
    partnerId: idOrNull(partner),
    setPartner: (id: string | null) => void setPartner(id),
  };
}

/**
 * Whether the run that opens is led to. One that the page came with only while nobody has moved on
 * it: under who has begun to scroll or press, nothing moves.
 */
function useTakesFocus(partnerId: string | null): () => boolean {
  const hydrated = useHydrated();
  const [cameWith] = useState(hydrated ? null : partnerId);
  return useCallback(
    () =>
      partnerId !== cameWith || (window.scrollY === 0 && !navigator.userActivation.hasBeenActive),
    [partnerId, cameWith],
  );
}

/** Chosen partners, of those that were shown when they were chosen. */
function useChosen() {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choose = (ids: readonly string[], wanted: boolean) => {
    const given = new Set(ids);
    setChosen(wanted ? chosen.union(given) : new Set([...chosen].filter((id) => !given.has(id))));
  };
  return { chosen, choose, clear: () => setChosen(new Set()) };
}

/** The board: partners by checks, and the run of the one that is opened. */
export function VerifyView({ program, timeZone, rights, first }: VerifyViewProps): ReactNode {
  const t = useTranslations("verify");
  const address = useAddress();
  const [text, setText] = useState(address.search);
  const news = useVerifyNews(program.id);
  const actions = useVerifyActions(program.id);
  const chosen = useChosen();
  const takesFocus = useTakesFocus(address.partnerId);
  const [beginning, setBeginning] = useState(false);
  const variables = {
    programId: program.id,
    shown: address.shown.toUpperCase() as VerificationShown,
    search: useRested(text.trim()),
    runId: address.runId,
    after: null,
  };
  const list = usePages(VerifyBoard, variables, first.board, pick, { news });
  const head = list.answer?.verificationBoard;
  const place = placeOf(head);
  const fix = { program, rights, actions, place };
  const begun = (id: string) => {
    chosen.clear();
    address.setRun(id);
  };
  const look = (next: string) => {
    setText(next);
    address.setSearch(next.trim());
  };
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t("lead")}
        actions={rights.run ? <Actions actions={actions} onNew={() => setBeginning(true)} /> : null}
      />
      <Filters
        board={head ?? null}
        timeZone={timeZone}
        address={address}
        text={text}
        onText={look}
      />
      {rights.run ? (
        <BulkBar
          program={program}
          actions={actions}
          place={place}
          runId={address.runId}
          chosen={chosen.chosen}
          names={namesOf(list.data)}
        />
      ) : null}
      <PagedList
        list={list}
        empty={
          <NoRows
            board={head ?? null}
            address={address}
            onAll={() => look("")}
            pages={brandPages(program.code)}
            mayInvite={rights.invite}
          />
        }
      >
        {(rows) => (
          <BoardTable
            rows={rows.map((row) => readFragment(Verify_row, row))}
            timeZone={timeZone}
            chosen={chosen.chosen}
            onChoose={chosen.choose}
            opened={address.partnerId}
            onOpen={address.setPartner}
            {...fix}
          />
        )}
      </PagedList>
      {address.partnerId ? (
        <OpenRun
          key={address.partnerId}
          partnerId={address.partnerId}
          first={first.partner}
          news={news}
          timeZone={timeZone}
          takesFocus={takesFocus}
          onClose={() => address.setPartner(null)}
          {...fix}
        />
      ) : null}
      <RunDialog
        open={beginning}
        onClose={() => setBeginning(false)}
        program={program}
        chosen={[...chosen.chosen]}
        onBegun={begun}
      />
    </>
  );
}

interface FiltersProps {
  board: Board;
  timeZone: string;
  address: ReturnType<typeof useAddress>;
  text: string;
  onText: (text: string) => void;
}
function Filters({ board, timeZone, address, text, onText }: FiltersProps): ReactNode {
  const t = useTranslations("verify");
  return (
    <>
      <CountsLine board={board} timeZone={timeZone} runId={address.runId} onRun={address.setRun} />
      <ChoiceBar
        label={t("shown.label")}
        choices={shownChoices.map((value) => ({
          value,
          label: t(`shown.${value.toUpperCase() as VerificationShown}`),
        }))}
        value={address.shown}
        onChange={address.setShown}
      />
      <SearchForm label={t("search")} submit={t("doSearch")} text={text} onText={onText} />
    </>
  );
}

const namesOf = (rows: readonly FragmentType<typeof Verify_row>[] | null) =>
  new Map(
    (rows ?? []).map((row) => {
      const { partnerAccountId, partnerName } = readFragment(Verify_row, row);
      return [partnerAccountId, partnerName];
    }),
  );

interface ActionsProps {
  actions: VerifyActions;
  onNew: () => void;
}
function Actions({ actions, onNew }: ActionsProps): ReactNode {
  const t = useTranslations("verify");
  return (
    <>
      <Button busy={actions.busy} onClick={() => void actions.recheck(null)}>
        <RotateCw aria-hidden size={14} />
        {t("recheck")}
      </Button>
      <Button tone="primary" onClick={onNew}>
        <Plus aria-hidden size={14} />
        {t("newRun")}
      </Button>
    </>
  );
}

interface NoRowsProps {
  board: Board;
  address: ReturnType<typeof useAddress>;
  onAll: () => void;
  pages: BrandPages;
  mayInvite: boolean;
}
function NoRows({ board, address, onAll, pages, mayInvite }: NoRowsProps): ReactNode {
  const t = useTranslations("verify");
  if ((board?.counts.total ?? 0) === 0)
    return (
      <Empty
        title={t("nobody")}
        action={
          mayInvite ? (
            <ButtonLink tone="primary" href={pages.partners}>
              {t("toPartners")}
            </ButtonLink>
          ) : null
        }
      >
        {t("nobodyText")}
      </Empty>
    );
  const showAll = () => {
    address.setShown("all");
    address.setRun(null);
    onAll();
  };
  return (
    <Empty
      title={t(address.shown === "needs_me" ? "noneNeeds" : "noneFound")}
      action={<Button onClick={showAll}>{t("showAll")}</Button>}
    />
  );
}

type OpenRunProps = Omit<Parameters<typeof RunPanel>[0], "row"> & {
  partnerId: string;
  first: Loaded<VerifyPartnerQuery> | null;
};
function OpenRun({ partnerId, first, ...rest }: OpenRunProps): ReactNode {
  const variables = { programId: rest.program.id, partnerId };
  const { data } = useLoaded(VerifyPartner, variables, first, { news: rest.news });
  return data?.verification ? (
    <RunPanel row={readFragment(Verify_row, data.verification)} {...rest} />
  ) : (
    <Card className="mt-4 min-h-40" aria-busy />
  );
}
