"use client";
import { useEffect, useState, type ReactNode } from "react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { Lock, RotateCw, TriangleAlert, WifiOff } from "lucide-react";
import type { Failure } from "../lib/failure.ts";
import type { PanelState } from "../lib/use-loaded.ts";
import { Button } from "./button.tsx";

const noFlashMs = 150;

interface PanelProps<T> {
  state: PanelState<T>;
  /** Of the final size. */
  skeleton: ReactNode;
  /** What data there is, never a bare "no data": see EmptyState. */
  children: (data: T) => ReactNode;
  className?: string;
}

/**
 * The one state model: skeleton, data, old data while new is fetched, partial data, failure with
 * retry, no right, offline.
 */
export function Panel<T>({ state, skeleton, children, className }: PanelProps<T>): ReactNode {
  const { data, fetching, failure, retry } = state;
  const t = useTranslations("ui");
  if (failure?.code === "FORBIDDEN" && data === null) return <NoRight failure={failure} />;
  if (data === null)
    return failure ? (
      <Failed failure={failure} fetching={fetching} retry={retry} />
    ) : (
      <Waiting skeleton={skeleton} />
    );
  return (
    <div className={clsx("relative min-w-0", className)} aria-busy={fetching}>
      {fetching ? (
        <>
          <div aria-hidden className="progress-line" />
          <span className="sr-only">{t("updating")}</span>
        </>
      ) : null}
      {failure ? <OldData failure={failure} retry={retry} /> : null}
      {children(data)}
    </div>
  );
}

/** Nothing at first, then the skeleton: short waits do not flash. */
function Waiting({ skeleton }: { skeleton: ReactNode }): ReactNode {
  const t = useTranslations("ui");
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), noFlashMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div aria-busy="true">
      <span className="sr-only">{t("loading")}</span>
      <div className={late ? undefined : "invisible"}>{skeleton}</div>
    </div>
  );
}

function useCause(failure: Failure): string {
  const t = useTranslations("ui");
  switch (failure.code) {
    case "OFFLINE":
      return t("offline");
    case "UNREACHABLE":
      return t("unreachable");
    case "UNAUTHENTICATED":
      return t("sessionEnded");
    case "RATE_LIMITED":
      return t("rateLimited");
    case "INTERNAL_SERVER_ERROR":
      return t("failed");
    default:
      return failure.message;
  }
}

function Failed({
  failure,
  fetching,
  retry,
}: {
  failure: Failure;
  fetching: boolean;
  retry: () => void;
}): ReactNode {
  const t = useTranslations("ui");
  const cause = useCause(failure);
  const page = usePathname();
  return (
    <div role="alert" className="flex flex-col items-start gap-3 py-2">
      <p className="flex items-start gap-2 font-medium">
        <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0 text-danger" />
        {cause}
      </p>
      {failure.code === "UNAUTHENTICATED" ? (
        <Link
          href={`/sign-in?next=${encodeURIComponent(page)}`}
          className="text-link underline underline-offset-2"
        >
          {t("signInAgain")}
        </Link>
      ) : (
        <Button size="small" busy={fetching} onClick={retry}>
          <RotateCw aria-hidden size={14} />
          {fetching ? t("retrying") : t("retry")}
        </Button>
      )}
      {failure.requestId ? (
        <p className="text-caption text-subtle">{t("requestId", { id: failure.requestId })}</p>
      ) : null}
    </div>
  );
}

/** Some fields are missing, or newer data could not be had: what is there stays. */
function OldData({ failure, retry }: { failure: Failure; retry: () => void }): ReactNode {
  const t = useTranslations("ui");
  const cause = useCause(failure);
  const Icon = failure.code === "OFFLINE" ? WifiOff : TriangleAlert;
  return (
    <output
      className={clsx(
        "mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-control bg-warning-ground px-3",
        "py-1.5 text-table text-warning",
      )}
    >
      <Icon aria-hidden size={14} className="shrink-0" />
      <span className="min-w-0 flex-1">
        {cause} {t("numbersStay")}
      </span>
      <button
        type="button"
        onClick={retry}
        className="min-h-6 font-medium underline underline-offset-2"
      >
        {t("retry")}
      </button>
      {failure.requestId ? (
        <span className="text-caption">{t("requestId", { id: failure.requestId })}</span>
      ) : null}
    </output>
  );
}

function NoRight({ failure }: { failure: Failure }): ReactNode {
  return (
    <p className="flex items-center gap-2 py-1 text-muted">
      <Lock aria-hidden size={14} className="shrink-0" />
      {failure.message}
    </p>
  );
}
