"use client";
import { useRef, type ReactNode } from "react";
import { clsx } from "clsx";
import { Dialog as Parts } from "radix-ui";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** One sentence below the title. */
  description?: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  children: ReactNode;
  /** Where the focus goes on closing; without it to where it was. */
  returnFocus?: () => void;
}

const shapes = {
  dialog:
    "inset-x-0 bottom-0 max-h-[92dvh] rounded-t-sheet md:inset-x-auto md:bottom-auto " +
    "md:start-1/2 md:top-[12vh] md:w-[520px] md:max-h-[76dvh] md:-translate-x-1/2 md:rounded-sheet",
  drawer:
    "inset-0 md:inset-y-0 md:end-0 md:start-auto md:w-[540px] md:border-s " +
    "animate-[drawer-in_180ms_ease-out]",
  sheet: "inset-y-0 start-0 w-[288px] max-w-[85vw] border-e",
} as const;
export type DialogShape = keyof typeof shapes;

/** The heavy part of dialogs, drawers and sheets. */
export function DialogLayer({
  open,
  onClose,
  title,
  description,
  actions,
  children,
  returnFocus,
  shape,
}: DialogProps & { shape: DialogShape }): ReactNode {
  const t = useTranslations("ui");
  const before = useRef<HTMLElement | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <Parts.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Parts.Portal>
        <Parts.Overlay className="fixed inset-0 z-20 bg-overlay animate-[fade-in_120ms]" />
        <Parts.Content
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          onOpenAutoFocus={(event) => {
            before.current =
              document.activeElement instanceof HTMLElement ? document.activeElement : null;
            if (shape !== "drawer") return;
            // Reading starts at the heading; the tabs and the list come next.
            event.preventDefault();
            heading.current?.focus();
          }}
          onEscapeKeyDown={(event) => {
            // Escape closes an open list in the dialog first.
            if (document.activeElement?.matches("[role=combobox][aria-expanded=true]"))
              event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (returnFocus) returnFocus();
            else before.current?.focus();
          }}
          className={clsx(
            "fixed z-30 flex flex-col overflow-hidden border-border bg-surface shadow-float",
            shapes[shape],
          )}
        >
          <div className="flex items-center gap-2 border-b border-border py-2 ps-4 pe-2">
            <div className="min-w-0 flex-1">
              <Parts.Title
                ref={heading}
                tabIndex={-1}
                className="truncate outline-none text-lead font-semibold"
              >
                {title}
              </Parts.Title>
              {description === undefined ? null : (
                <Parts.Description className="text-caption text-muted">
                  {description}
                </Parts.Description>
              )}
            </div>
            {actions}
            <Parts.Close
              aria-label={t("close")}
              title={t("close")}
              className={clsx(
                "inline-flex size-9 shrink-0 items-center justify-center rounded-control",
                "text-muted hover:bg-neutral-ground hover:text-fg",
              )}
            >
              <X aria-hidden size={18} />
            </Parts.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
        </Parts.Content>
      </Parts.Portal>
    </Parts.Root>
  );
}
