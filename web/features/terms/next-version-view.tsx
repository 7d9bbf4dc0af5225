"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { useLoaded } from "../../lib/use-loaded.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { PageHead } from "../../ui/card.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { DifferenceList } from "../changes/difference-list.tsx";
import { DraftChanged, DraftMissing, DraftState } from "./drafts/draft-state.tsx";
import { DraftsList } from "./drafts/drafts-list.tsx";
import { TermsForm } from "./editor/terms-form.tsx";
import { useVersionEditor, type VersionEditorProps } from "./editor/use-version-editor.ts";
import { graphql } from "../../gql/index.ts";

const VersionDifferences = graphql(/* GraphQL */ `
  query VersionDifferences($beforeId: ID!, $afterId: ID!) {
    termsDifferences(beforeId: $beforeId, afterId: $afterId) {
      ...DifferenceList_difference
    }
  }
`);

/**
 * The next version of terms. Where partners have signed, it becomes the draft of a contract change.
 */
export function NextVersionView(props: VersionEditorProps): ReactNode {
  const { id, pages, programId, programCode, latest, signedPartners, timeZone, restored } = props;
  const { drafts, mayPublish } = props;
  const t = useTranslations("terms");
  const editor = useVersionEditor(props);
  const next = latest.number + 1;
  return (
    <>
      <PageHead
        title={t("nextTitle", { name: props.start.name, number: next })}
        lead={t(signedPartners > 0 ? "nextLeadSigned" : "nextLead", {
          count: signedPartners,
          base: editor.on,
        })}
        actions={
          <>
            <DraftState draft={editor.written} timeZone={timeZone} />
            <ButtonLink href={`${pages.terms}/${id}/v/${latest.number}`}>{t("history")}</ButtonLink>
          </>
        }
      />
      {editor.on < latest.number ? (
        <Newer
          {...props}
          on={editor.on}
          onKeep={editor.standOnLatest}
          onStartOver={editor.startOver}
        />
      ) : null}
      {props.isMissing ? <DraftMissing /> : null}
      <DraftChanged draft={editor.written} timeZone={timeZone} />
      <DraftsList
        program={{ id: programId, code: programCode }}
        timeZone={timeZone}
        first={drafts}
        of={{ termsId: id, except: editor.written.kept?.id ?? null }}
      />
      {editor.opened ? (
        <Note text={t("draftOpened", { name: editor.opened.name, base: editor.on })}>
          <Button size="small" onClick={editor.startOver}>
            {t("draftDiscard")}
          </Button>
        </Note>
      ) : restored === null ? null : (
        <Note text={t("versionRestored", { number: restored })} />
      )}
      <TermsForm
        key={editor.round}
        programId={programId}
        termsId={id}
        listsHref={mayPublish ? pages.lists : null}
        start={editor.start}
        submitLabel={signedPartners > 0 ? t("toChange") : t("saveVersion", { number: next })}
        sending={editor.sending}
        refusal={editor.refusal}
        onSend={editor.send}
        onDraft={editor.onDraft}
        publishBy={mayPublish || signedPartners > 0 ? null : t("publishBy")}
        asksFirst
        signedPartners={signedPartners}
        preview={{ programCode, termsId: id, timeZone }}
      />
    </>
  );
}

function Note({ text, children }: { text: string; children?: ReactNode }): ReactNode {
  return (
    <div
      className={clsx(
        "mb-3 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-control bg-info-ground px-3 py-2",
      )}
    >
      <p>{text}</p>
      {children}
    </div>
  );
}

interface NewerProps extends Pick<VersionEditorProps, "latest" | "versions"> {
  on: number;
  onKeep: () => void;
  onStartOver: () => void;
}
/** Somebody saved another version meanwhile: what it changed, and the two ways on. */
function Newer({ latest, versions, on, onKeep, onStartOver }: NewerProps): ReactNode {
  const t = useTranslations("terms");
  const before = versions.find(({ number }) => number === on);
  const state = useLoaded(
    VersionDifferences,
    { beforeId: before?.id ?? latest.id, afterId: latest.id },
    null,
  );
  return (
    <section
      role="alert"
      className="mb-3 flex flex-col gap-3 rounded-control border border-border bg-surface p-3"
    >
      <p className="rounded-control bg-warning-ground px-3 py-2 text-warning">
        {t("newerVersion", {
          author: latest.authorName ?? t("formerMember"),
          number: latest.number,
          base: on,
        })}
      </p>
      <details>
        <summary className="cursor-pointer font-medium">
          {t("compareVersions", { before: on, after: latest.number })}
        </summary>
        <Panel state={state} skeleton={<RowsSkeleton rows={3} />}>
          {({ termsDifferences }) => <DifferenceList differences={termsDifferences ?? []} />}
        </Panel>
      </details>
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={onKeep}>
          {t("keepDraft", { number: latest.number })}
        </Button>
        <Button size="small" onClick={onStartOver}>
          {t("startFromVersion", { number: latest.number })}
        </Button>
      </div>
    </section>
  );
}
