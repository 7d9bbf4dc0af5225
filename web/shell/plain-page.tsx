import type { ReactNode } from "react";
import Link from "next/link";
import { BrandMark } from "./brand-mark.tsx";

/** One column without navigation: sign-in pages and pages that say what went wrong. */
export function PlainPage({
  name,
  tagline,
  title,
  lead,
  children,
}: {
  name: string;
  tagline?: string;
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
}): ReactNode {
  return (
    <div className="flex min-h-dvh flex-col items-center px-4 py-8 md:py-[12vh]">
      <main className="w-full max-w-form">
        <Link href="/" className="mb-6 inline-flex items-center gap-2 font-semibold text-fg">
          <BrandMark size={24} />
          {name}
        </Link>
        {tagline ? <p className="mb-6 text-muted">{tagline}</p> : null}
        <div className="rounded-sheet border border-border bg-surface p-4 sm:p-6">
          <h1 className="mb-1">{title}</h1>
          {lead ? <div className="mb-4 text-muted">{lead}</div> : <div className="mb-4" />}
          {children}
        </div>
      </main>
    </div>
  );
}
