import type { ReactNode } from "react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ContractView } from "../../../../../features/contracts/contract-view.tsx";
import { OneContract } from "../../../../../features/contracts/documents.ts";
import { load } from "../../../../../lib/api-server.ts";
import { isId } from "../../../../../lib/ids.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations("contracts"))("title") });

export default async function ContractPage({ params }: { params: Promise<{ program: string; id: string }> }): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "contracts:read");
  const { program: code, id } = await params;
  const program = await requireProgram(code);
  if (!isId(id)) notFound();
  const first = await load(OneContract, { id });
  if (first.data && !first.data.contract) notFound();
  return <ContractView id={id} program={program} mayWithdraw={viewer.rights.includes("contracts:propose")} first={first} />;
}
