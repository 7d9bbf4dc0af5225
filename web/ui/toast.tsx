"use client";
import { createContext, use, useCallback, useEffect, useState, type ReactNode } from "react";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { cx } from "./cx.ts";

interface Toast {
  id: number;
  text: string;
}
const ToastContext = createContext<(text: string) => void>(() => {});
const shownMs = 8_000;

/** Says something once, aloud and in a corner. The page's only polite live region. */
export const useToast = (): ((text: string) => void) => use(ToastContext);

export function ToastProvider({ children }: { children: ReactNode }): ReactNode {
  const t = useTranslations("ui");
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const say = useCallback(
    (text: string) =>
      setToasts((now) => [...now.slice(-2), { id: (now.at(-1)?.id ?? 0) + 1, text }]),
    [],
  );
  const close = (id: number) => setToasts((now) => now.filter((toast) => toast.id !== id));
  const newest = toasts.at(-1)?.id;
  useEffect(() => {
    if (newest === undefined) return;
    const timer = setTimeout(() => setToasts([]), shownMs);
    return () => clearTimeout(timer);
  }, [newest]);
  return (
    <ToastContext value={say}>
      {children}
      <output
        className={cx(
          "print-hidden pointer-events-none",
          "fixed inset-x-4",
          "bottom-4 z-40 flex flex-col",
          "items-end gap-2",
        )}
      >
        {toasts.map((toast) => (
          <div
            key={toast.id}
            className={cx(
              "pointer-events-auto flex",
              "max-w-[420px] items-start",
              "gap-2 rounded-card border",
              "border-border bg-surface py-2 ps-4",
              "pe-2 shadow-float",
            )}
          >
            <span className="py-1">{toast.text}</span>
            <button
              type="button"
              aria-label={t("dismiss")}
              onClick={() => close(toast.id)}
              className={cx(
                "inline-flex size-7 shrink-0",
                "items-center",
                "justify-center rounded-control",
                "text-muted hover:bg-neutral-ground",
              )}
            >
              <X aria-hidden size={14} />
            </button>
          </div>
        ))}
      </output>
    </ToastContext>
  );
}
