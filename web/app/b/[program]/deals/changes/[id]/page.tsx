import type { ReactNode } from "react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { brandPages } from "../../../../../../lib/addresses.ts";
import { todayIn } from "../../../../../../features/changes/days.ts";
import { isPreviewable, resumedChange } from "../../../../../../features/changes/draft/draft.ts";
import { readGround } from "../../../../../../features/changes/draft/ground.ts";
import { LateChangeView, LateWizard } from "../../../../../../features/changes/late-views.tsx";
import { askPreview } from "../../../../../../features/changes/draft/preview-question.ts";
import { load } from "../../../../../../lib/api-server.ts";
import type { KeptState } from "../../../../../../lib/draft-keeper.ts";
import { isId } from "../../../../../../lib/ids.ts";
import {
  ChangePartnersDocument,
  OneChangeDocument,
  PreviewChangeDocument,
} from "../../../../../../gql/graphql.ts";
import {
  requireProgram,
  requireRight,
  requireViewer,
  type SessionProgram,
  type Viewer,
} from "../../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("changes"))("changeTitle"),
});

export default async function ChangePage({
  params,
}: {
  params: Promise<{ program: string; id: string }>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "contracts:draft");
  const { program: code, id } = await params;
  const program = await requireProgram(code);
  if (!isId(id)) notFound();
  const change = await load(OneChangeDocument, { id });
  const found = change.data?.contractChange;
  if (change.data && (!found || found.programId !== program.id)) notFound();
  if (found?.draft)
    return (
      <Resumed
        viewer={viewer}
        program={program}
        kept={{ id, number: found.draftNumber, at: found.draftChangedAt }}
        draft={found.draft}
      />
    );
  const partners = await load(ChangePartnersDocument, { changeId: id, after: null });
  return (
    <LateChangeView
      id={id}
      pages={brandPages(program.code)}
      timeZone={viewer.account.timeZone}
      maySend={viewer.rights.includes("contracts:propose")}
      first={{ change, partners }}
    />
  );
}

/** The draft where it was left, with what it would do now. */
async function Resumed({
  viewer,
  program,
  kept,
  draft,
}: {
  viewer: Viewer;
  program: SessionProgram;
  kept: KeptState;
  draft: string;
}): Promise<ReactNode> {
  const start = resumedChange(draft);
  const { timeZone, name } = viewer.account;
  const today = todayIn(timeZone);
  const maySend = viewer.rights.includes("contracts:propose");
  const [ground, preview] = await Promise.all([
    readGround(program.id, maySend),
    isPreviewable(start)
      ? askPreview((input) => load(PreviewChangeDocument, { input, after: null }), start, today)
      : null,
  ]);
  return (
    <LateWizard
      key={kept.id}
      program={program}
      brandName={name}
      timeZone={timeZone}
      today={today}
      ground={ground}
      first={kept}
      start={start}
      firstPreview={preview}
      maySend={maySend}
      mayWriteTerms={viewer.rights.includes("terms:write")}
    />
  );
}
