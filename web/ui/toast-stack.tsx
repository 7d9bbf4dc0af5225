"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Toast as Parts } from "radix-ui";
import { cardClass, stackClass, type Toast } from "./toast.tsx";

const shownMs = 8_000;

interface ToastStackProps {
  toasts: readonly Toast[];
  onClose: (id: number) => void;
}
/** The heavy part: F8 leads to what was said, Escape and a swipe put it away. */
export function ToastStack({ toasts, onClose }: ToastStackProps): ReactNode {
  const t = useTranslations("ui");
  return (
    <Parts.Provider duration={shownMs} label={t("message")}>
      {toasts.map(({ id, text }) => (
        <Parts.Root
          key={id}
          // Read when what is being read has ended: it is never more urgent than the page.
          type="background"
          onOpenChange={(open) => (open ? undefined : onClose(id))}
          className={clsx(cardClass, "data-[swipe=move]:translate-x-(--radix-toast-swipe-move-x)")}
        >
          <Parts.Description className="py-1">{text}</Parts.Description>
          <Parts.Close
            aria-label={t("dismiss")}
            className={clsx(
              "inline-flex size-7 shrink-0 items-center justify-center rounded-control text-muted",
              "hover:bg-neutral-ground",
            )}
          >
            <X aria-hidden size={14} />
          </Parts.Close>
        </Parts.Root>
      ))}
      <Parts.Viewport label={t("messages", { hotkey: "{hotkey}" })} className={stackClass} />
    </Parts.Provider>
  );
}
