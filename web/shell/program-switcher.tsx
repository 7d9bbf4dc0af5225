"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { clsx } from "clsx";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { Menu, MenuLabel, MenuLink } from "../ui/menu.tsx";

export interface SwitcherProgram {
  code: string;
  name: string;
  brandName: string;
}
/** `base` is /b or /p. */
export function ProgramSwitcher({
  programs,
  current,
  base,
}: {
  programs: readonly SwitcherProgram[];
  current: string | null;
  base: string;
}): ReactNode {
  const t = useTranslations("shell");
  const program = programs.find((each) => each.code === current) ?? programs[0];
  if (!program) return <span className="truncate text-muted">{t("noProgram")}</span>;
  // A partner's own page of all its programs stands above them.
  const hasAll = base === "/p" && programs.length > 1;
  const isAll = hasAll && current === null;
  return (
    <Menu
      trigger={
        <button
          type="button"
          className={clsx(
            "inline-flex h-9 min-w-0 items-center gap-2 rounded-control px-2 text-start",
            "hover:bg-neutral-ground md:h-8 pointer-coarse:min-h-11",
          )}
        >
          <span className="sr-only">{t("switchProgram")}</span>
          <span className="min-w-0 truncate font-medium">
            {isAll ? t("allPrograms") : program.name}
          </span>
          {isAll ? null : (
            <span className="hidden truncate text-muted lg:inline">{program.brandName}</span>
          )}
          <ChevronDown aria-hidden size={14} className="shrink-0 text-muted" />
        </button>
      }
    >
      <MenuLabel>{t("program")}</MenuLabel>
      {hasAll ? (
        <MenuLink>
          <Link href={base} aria-current={isAll ? "true" : undefined}>
            <span className="min-w-0 flex-1 truncate font-medium">{t("allPrograms")}</span>
          </Link>
        </MenuLink>
      ) : null}
      {programs.map((each) => (
        <MenuLink key={each.code}>
          <Link
            href={`${base}/${each.code}`}
            aria-current={!isAll && each.code === program.code ? "true" : undefined}
          >
            <span className="min-w-0 flex-1 truncate font-medium">{each.name}</span>
            <span className="text-caption text-subtle">{each.brandName}</span>
          </Link>
        </MenuLink>
      ))}
    </Menu>
  );
}
