import type { ReactNode } from "react";
import { requireProgram, requireViewer } from "../../../lib/session.ts";
import { Shell } from "../../../shell/shell.tsx";

export default async function BrandLayout({
  params,
  children,
}: {
  params: Promise<{ program: string }>;
  children: ReactNode;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  const program = await requireProgram((await params).program);
  return (
    <Shell viewer={viewer} programCode={program.code}>
      {children}
    </Shell>
  );
}
