import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { clsx } from "clsx";

export type ButtonTone = "primary" | "plain" | "quiet" | "danger";
export type ButtonSize = "normal" | "small";

const tones: Record<ButtonTone, string> = {
  primary: "bg-primary text-on-fill border-transparent hover:bg-primary-hover",
  plain: "bg-surface text-fg border-border-strong hover:bg-sunken",
  quiet: "bg-transparent text-fg border-transparent hover:bg-neutral-ground",
  danger: "bg-danger-fill text-on-fill border-transparent hover:bg-danger-fill-hover",
};
const sizes: Record<ButtonSize, string> = {
  normal: "h-9 px-3 text-body md:h-8",
  small: "h-8 px-2 text-table md:h-7",
};

/** Looks of a button, for elements that are not one. */
export const buttonClass = (tone: ButtonTone = "plain", size: ButtonSize = "normal"): string =>
  clsx(
    "inline-flex max-w-full shrink-0 items-center justify-center gap-2 rounded-control border",
    "font-medium whitespace-nowrap transition-colors duration-120 disabled:cursor-not-allowed",
    "disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55",
    "pointer-coarse:min-h-11",
    tones[tone],
    sizes[size],
  );

interface ButtonProps extends ComponentProps<"button"> {
  tone?: ButtonTone;
  size?: ButtonSize;
  /** Keeps the focus but takes no further press, and says so. */
  busy?: boolean;
}
export function Button({
  tone = "plain",
  size = "normal",
  busy = false,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={busy || undefined}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
      className={clsx(buttonClass(tone, size), className)}
    >
      {children}
    </button>
  );
}

interface ButtonLinkProps extends ComponentProps<typeof Link> {
  tone?: ButtonTone;
  size?: ButtonSize;
}
export function ButtonLink({
  tone = "plain",
  size = "normal",
  className,
  ...rest
}: ButtonLinkProps): ReactNode {
  return <Link {...rest} className={clsx(buttonClass(tone, size), className)} />;
}

interface IconButtonProps extends ComponentProps<"button"> {
  /** Its name for everyone: the icon alone says nothing. */
  label: string;
}
export function IconButton({
  label,
  className,
  type = "button",
  children,
  ...rest
}: IconButtonProps): ReactNode {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      title={label}
      className={clsx(
        "inline-flex size-9 shrink-0 items-center justify-center rounded-control text-muted",
        "hover:bg-neutral-ground hover:text-fg md:size-8 pointer-coarse:size-11",
        className,
      )}
    >
      {children}
    </button>
  );
}
