"use client";
import { createContext, use, useCallback, useState, type ReactNode } from "react";
import { late } from "../lib/late.ts";

export interface Toast {
  id: number;
  text: string;
}
const ToastContext = createContext<(text: string) => void>(() => {});
const lateStack = late(() => import("./toast-stack.tsx"));

/** Says something once, aloud and in a corner, also above a dialog. */
export const useToast = (): ((text: string) => void) => use(ToastContext);

export const stackClass =
  "print-hidden pointer-events-none fixed inset-x-4 bottom-4 z-40 flex flex-col items-end gap-2";
// Also below a dialog, which takes the pointer from everything else.
export const cardClass =
  "pointer-events-auto! flex max-w-[420px] items-start gap-2 rounded-card border border-border " +
  "bg-surface py-2 ps-4 pe-2 shadow-float";

export function ToastProvider({ children }: { children: ReactNode }): ReactNode {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const code = lateStack.useLoaded();
  const say = useCallback((text: string) => {
    setToasts((now) => [...now.slice(-2), { id: (now.at(-1)?.id ?? 0) + 1, text }]);
    void lateStack.load();
  }, []);
  const close = useCallback(
    (id: number) => setToasts((now) => now.filter((toast) => toast.id !== id)),
    [],
  );
  return (
    <ToastContext value={say}>
      {children}
      {code ? (
        <code.ToastStack toasts={toasts} onClose={close} />
      ) : (
        // Said all the same, and until it can be put away: nothing is lost with a connection.
        <output className={stackClass}>
          {toasts.map(({ id, text }) => (
            <span key={id} className={cardClass}>
              <span className="py-1 pe-2">{text}</span>
            </span>
          ))}
        </output>
      )}
    </ToastContext>
  );
}
