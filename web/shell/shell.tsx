import type { ReactNode } from "react";
import { cookies } from "next/headers";
import { clsx } from "clsx";
import { getTranslations } from "next-intl/server";
import { NoticeBell } from "../features/notices/notice-bell.tsx";
import { readPrograms, type Viewer } from "../lib/session.ts";
import { spaceOf } from "../lib/spaces.ts";
import { ModeSwitch } from "./mode-switch.tsx";
import { PaletteButton } from "./palette-button.tsx";
import { PlaceTabs } from "./place-tabs.tsx";
import { ProgramSwitcher } from "./program-switcher.tsx";
import { SessionWatch } from "./session-watch.tsx";
import { NavSheet, Sidebar } from "./sidebar.tsx";
import { UserMenu } from "./user-menu.tsx";

interface ShellProps {
  viewer: Viewer;
  /** Code of the program that the page is about; null outside a program. */
  programCode: string | null;
  children: ReactNode;
}

/** Sidebar, top bar and the page: the same in all spaces. */
export async function Shell({ viewer, programCode, children }: ShellProps): Promise<ReactNode> {
  const space = spaceOf(viewer.account.kind);
  const programs = space === "operator" ? [] : await readPrograms();
  const t = await getTranslations("ui");
  const standing = {
    space,
    programCode: programCode ?? programs[0]?.code ?? null,
    rights: viewer.rights,
  };
  const narrow = (await cookies()).get("sidebar")?.value === "narrow";
  return (
    <div className="flex min-h-dvh">
      <a href="#content" className="skip-link">
        {t("skipToContent")}
      </a>
      <SessionWatch email={viewer.user.email} accountId={viewer.account.id} />
      <Sidebar standing={standing} startsNarrow={narrow} />
      <div className="flex min-w-0 flex-1 flex-col">
        <header
          className={clsx(
            "print-hidden sticky top-0 z-10 flex h-14 items-center gap-1 border-b border-border",
            "bg-surface px-2 sm:gap-2 sm:px-3 md:h-12 md:px-6",
          )}
        >
          <NavSheet standing={standing} />
          <div className="flex min-w-0 flex-1 items-center">
            {space === "operator" ? (
              <span className="truncate px-2 font-medium">{viewer.account.name}</span>
            ) : (
              <ProgramSwitcher
                programs={programs.map(({ code, name, brandName }) => ({ code, name, brandName }))}
                current={programCode}
                base={space === "brand" ? "/b" : "/p"}
              />
            )}
          </div>
          <ModeSwitch standing={standing} />
          <PaletteButton
            standing={standing}
            programs={programs.map(({ code, name, timeZone }) => ({ code, name, timeZone }))}
          />
          {viewer.rights.includes("notices:read") ? <NoticeBell /> : null}
          <UserMenu
            name={viewer.user.name}
            email={viewer.user.email}
            accountId={viewer.account.id}
            role={viewer.role}
            memberships={viewer.memberships}
          />
        </header>
        <main
          id="content"
          tabIndex={-1}
          className={clsx(
            "mx-auto w-full max-w-page min-w-0 flex-1 px-4 py-4 outline-none md:px-6 md:py-5",
          )}
        >
          <PlaceTabs standing={standing} />
          {children}
        </main>
      </div>
    </div>
  );
}
