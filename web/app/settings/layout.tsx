import type { ReactNode } from "react";
import { requireViewer } from "../../lib/session.ts";
import { Shell } from "../../shell/shell.tsx";

export default async function SettingsLayout({
  children,
}: {
  children: ReactNode;
}): Promise<ReactNode> {
  return (
    <Shell viewer={await requireViewer("any")} programCode={null}>
      {children}
    </Shell>
  );
}
