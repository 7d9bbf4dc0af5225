"use client";
import { useState, type ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { Menu as MenuIcon, PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { IconButton } from "../ui/button.tsx";
import { Sheet } from "../ui/dialog.tsx";
import { BrandMark } from "./brand-mark.tsx";
import { NavLinks } from "./nav-links.tsx";
import { placesOf, type Standing } from "./places.ts";

export const sidebarCookie = "sidebar";
const yearSeconds = 31_536_000;

/**
 * 240 px, or 56 when collapsed; the choice is kept in a cookie so that the server renders it right.
 */
export function Sidebar({
  standing,
  startsNarrow,
}: {
  standing: Standing;
  startsNarrow: boolean;
}): ReactNode {
  const t = useTranslations();
  const [narrow, setNarrow] = useState(startsNarrow);
  const nav = placesOf(standing);
  const toggle = () => {
    document.cookie =
      `${sidebarCookie}=${narrow ? "wide" : "narrow"}; Path=/; Max-Age=${yearSeconds}; ` +
      "SameSite=Lax";
    setNarrow(!narrow);
  };
  return (
    <nav
      aria-label={t("nav.main")}
      className={clsx(
        "print-hidden sticky top-0 hidden h-dvh shrink-0 flex-col gap-1 border-e border-border",
        "bg-surface p-2 md:flex",
        narrow ? "w-14" : "w-60",
      )}
    >
      <div
        className={clsx(
          "flex h-10 items-center gap-2 font-semibold",
          narrow ? "justify-center" : "px-3",
        )}
      >
        <BrandMark />
        <span className={narrow ? "sr-only" : undefined}>{t("app.name")}</span>
      </div>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto pt-1">
        <NavLinks places={nav.program} narrow={narrow} />
        <div className="mt-auto">
          <NavLinks places={nav.account} narrow={narrow} />
        </div>
      </div>
      <div
        className={clsx(
          "flex border-t border-border pt-2",
          narrow ? "justify-center" : "justify-end",
        )}
      >
        <IconButton
          label={narrow ? t("nav.expand") : t("nav.collapse")}
          aria-expanded={!narrow}
          onClick={toggle}
        >
          {narrow ? (
            <PanelLeftOpen aria-hidden size={18} />
          ) : (
            <PanelLeftClose aria-hidden size={18} />
          )}
        </IconButton>
      </div>
    </nav>
  );
}

/** The same links in a sheet, on phones. */
export function NavSheet({ standing }: { standing: Standing }): ReactNode {
  const t = useTranslations();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const nav = placesOf(standing);
  return (
    <div className="md:hidden">
      <IconButton label={t("nav.open")} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <MenuIcon aria-hidden size={20} />
      </IconButton>
      <Sheet open={open} onClose={close} title={t("app.name")}>
        <nav aria-label={t("nav.main")} className="flex flex-col gap-4">
          <NavLinks places={nav.program} onFollow={close} />
          <NavLinks places={nav.account} onFollow={close} />
        </nav>
      </Sheet>
    </div>
  );
}
