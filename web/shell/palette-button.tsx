"use client";
import { useEffect, useState, type ReactNode } from "react";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import type { PaletteProps } from "../features/palette/palette.tsx";
import { isTyping } from "../lib/is-typing.ts";
import { lateView } from "../lib/late.ts";
import { IconButton } from "../ui/button.tsx";

const LatePalette = lateView(() =>
  import("../features/palette/palette.tsx").then(({ Palette }) => Palette),
);
const LateKeys = lateView(() =>
  import("../features/palette/keys-dialog.tsx").then(({ KeysDialog }) => KeysDialog),
);

/** Opens the palette, as Ctrl+K or Cmd+K does; "?" lists the keys. */
export function PaletteButton(props: Omit<PaletteProps, "onClose">): ReactNode {
  const t = useTranslations("palette");
  const [open, setOpen] = useState<"palette" | "keys" | null>(null);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setOpen("palette");
      } else if (event.key === "?" && !isTyping(event.target)) setOpen("keys");
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
  const close = () => setOpen(null);
  return (
    <>
      <IconButton
        label={t("open")}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen("palette")}
      >
        <Search aria-hidden size={18} />
      </IconButton>
      {open === "palette" ? <LatePalette {...props} onClose={close} /> : null}
      {open === "keys" ? <LateKeys onClose={close} /> : null}
    </>
  );
}
