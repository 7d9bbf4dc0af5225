"use client";
import type { ReactNode } from "react";
import { ChevronDown } from "lucide-react";
import { Button } from "../../ui/button.tsx";

interface MenuButtonProps extends Omit<React.ComponentProps<typeof Button>, "name" | "value"> {
  name: string;
  value: string;
  icon?: ReactNode;
  /** The value already says what it is. */
  named?: boolean;
}
export function MenuButton({
  name,
  value,
  icon,
  named = false,
  ...rest
}: MenuButtonProps): ReactNode {
  return (
    <Button {...rest} aria-label={named ? value : `${name}: ${value}`}>
      {icon}
      <span className="truncate">{value}</span>
      <ChevronDown aria-hidden size={14} className="text-muted" />
    </Button>
  );
}
