import type { ReactNode } from "react";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { pagesOf } from "../../../lib/addresses.ts";
import { loadOrThrow } from "../../../lib/api-server.ts";
import { isId } from "../../../lib/ids.ts";
import { requireProgram, requireRight, requireViewer } from "../../../lib/session.ts";
import { Card, PageHead } from "../../../ui/card.tsx";
import { textLinkClass } from "../../../ui/text-link.ts";
import { ClickTraceDocument } from "../../../gql/graphql.ts";
import { TraceView } from "./trace-view.tsx";

export interface ClickPageProps {
  params: Promise<{ program: string; clickId: string }>;
  space: "brand" | "partner";
}
/** One click and its decision on a page of its own: an address that can be sent. */
export async function ClickPage({ params, space }: ClickPageProps): Promise<ReactNode> {
  requireRight(await requireViewer(space), "clicks:read");
  const { program: code, clickId } = await params;
  const program = await requireProgram(code);
  if (!isId(clickId)) notFound();
  const { click } = await loadOrThrow(ClickTraceDocument, { id: clickId });
  if (!click || click.click.programId !== program.id) notFound();
  const t = await getTranslations("reporting");
  const list = pagesOf(space, program.code).clicks;
  return (
    <div className="max-w-[760px]">
      <p className="mb-1">
        <Link href={list} className={textLinkClass}>
          {t("clickLog")}
        </Link>
      </p>
      <PageHead
        title={t("trace.title")}
        lead={<span className="font-mono text-caption break-all">{clickId}</span>}
      />
      <Card>
        <TraceView
          heading="h2"
          space={space}
          detail={click}
          timeZone={program.timeZone}
          pageHref={`${list}/${clickId}`}
        />
      </Card>
    </div>
  );
}
