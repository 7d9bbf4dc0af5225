import type { ReactNode } from "react";
import { clsx } from "clsx";
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  Clock,
  Info,
  TriangleAlert,
  type LucideIcon,
} from "lucide-react";

export type Tone = "success" | "warning" | "danger" | "info" | "neutral" | "waiting";

export const toneText: Record<Tone, string> = {
  success: "text-success",
  warning: "text-warning",
  danger: "text-danger",
  info: "text-info",
  neutral: "text-muted",
  waiting: "text-warning",
};
export const toneGround: Record<Tone, string> = {
  success: "bg-success-ground",
  warning: "bg-warning-ground",
  danger: "bg-danger-ground",
  info: "bg-info-ground",
  neutral: "bg-neutral-ground",
  waiting: "bg-warning-ground",
};
export const toneIcon: Record<Tone, LucideIcon> = {
  success: CircleCheck,
  warning: TriangleAlert,
  danger: CircleAlert,
  info: Info,
  neutral: CircleDashed,
  waiting: Clock,
};

/** A word with its tone; the icon repeats what the colour says. */
export function Badge({
  tone = "neutral",
  icon = true,
  children,
}: {
  tone?: Tone;
  icon?: boolean;
  children: ReactNode;
}): ReactNode {
  const Icon = toneIcon[tone];
  return (
    <span
      className={clsx(
        "inline-flex max-w-full items-center gap-1 rounded-badge px-1.5 py-0.5 text-caption",
        "font-medium",
        toneGround[tone],
        toneText[tone],
      )}
    >
      {icon ? <Icon aria-hidden size={12} className="shrink-0" /> : null}
      <span className="truncate">{children}</span>
    </span>
  );
}
