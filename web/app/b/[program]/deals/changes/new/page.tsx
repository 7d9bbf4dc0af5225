import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { todayIn } from "../../../../../../features/changes/days.ts";
import { newChange } from "../../../../../../features/changes/draft/draft.ts";
import { readGround } from "../../../../../../features/changes/draft/ground.ts";
import { firstTerms } from "../../../../../../features/changes/draft/ground-types.ts";
import { Wizard } from "../../../../../../features/changes/wizard/wizard.tsx";
import { requireProgram, requireRight, requireViewer } from "../../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("changes"))("wizardTitle"),
});

export default async function NewChangePage({
  params,
  searchParams,
}: {
  params: Promise<{ program: string }>;
  searchParams: Promise<{ terms?: string }>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "contracts:draft");
  const program = await requireProgram((await params).program);
  const ground = await readGround(program.id, viewer.rights.includes("contracts:propose"));
  const t = await getTranslations("changes");
  const { terms } = await searchParams;
  const asked = ground.terms.find(({ id }) => id === terms);
  const { timeZone, name } = viewer.account;
  return (
    <Wizard
      program={program}
      brandName={name}
      timeZone={timeZone}
      today={todayIn(timeZone)}
      ground={ground}
      first={null}
      start={newChange(asked?.id ?? firstTerms(ground, "INVITE"), `\n\n${t("linksSentence")}`)}
      firstPreview={null}
      maySend={viewer.rights.includes("contracts:propose")}
      mayWriteTerms={viewer.rights.includes("terms:write")}
    />
  );
}
