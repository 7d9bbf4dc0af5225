"use client";
import type { ReactNode } from "react";
import { DropdownMenu as Parts } from "radix-ui";
import { Check } from "lucide-react";
import { cx } from "./cx.ts";

interface MenuProps {
  /** One button; it must pass on its props and ref. */
  trigger: ReactNode;
  align?: "start" | "center" | "end";
  children: ReactNode;
}
export function Menu({ trigger, align = "start", children }: MenuProps): ReactNode {
  return (
    <Parts.Root modal={false}>
      <Parts.Trigger asChild>{trigger}</Parts.Trigger>
      <Parts.Portal>
        <Parts.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-30 max-h-[min(70vh,var(--radix-dropdown-menu-content-available-height))] max-w-[calc(100vw-16px)] min-w-52 overflow-y-auto rounded-card border border-border bg-surface p-1 text-body shadow-float"
        >
          {children}
        </Parts.Content>
      </Parts.Portal>
    </Parts.Root>
  );
}

const itemClass =
  "flex min-h-8 cursor-default items-center gap-2 rounded-control px-2 py-1 outline-none select-none data-disabled:text-subtle data-highlighted:bg-neutral-ground pointer-coarse:min-h-11 forced-colors:data-highlighted:outline-2";

interface MenuItemProps {
  onSelect?: () => void;
  disabled?: boolean;
  danger?: boolean;
  children: ReactNode;
}
export function MenuItem({ onSelect, disabled = false, danger = false, children }: MenuItemProps): ReactNode {
  return (
    <Parts.Item disabled={disabled} onSelect={() => onSelect?.()} className={cx(itemClass, danger && "text-danger")}>
      {children}
    </Parts.Item>
  );
}
/** An item that is a link: pass the link as the only child. */
export function MenuLink({ children }: { children: ReactNode }): ReactNode {
  return (
    <Parts.Item asChild className={itemClass}>
      {children}
    </Parts.Item>
  );
}

interface MenuChoiceProps {
  label: ReactNode;
  value: string;
  options: readonly { value: string; label: ReactNode; note?: ReactNode }[];
  onChange: (value: string) => void;
}
/** One of several; the chosen one carries a tick. */
export function MenuChoice({ label, value, options, onChange }: MenuChoiceProps): ReactNode {
  return (
    <Parts.RadioGroup value={value} onValueChange={onChange}>
      <MenuLabel>{label}</MenuLabel>
      {options.map((option) => (
        <Parts.RadioItem key={option.value} value={option.value} className={cx(itemClass, "ps-8 relative")}>
          <Parts.ItemIndicator className="absolute start-2">
            <Check aria-hidden size={16} />
          </Parts.ItemIndicator>
          <span className="min-w-0 flex-1 truncate">{option.label}</span>
          {option.note ? <span className="text-caption text-subtle">{option.note}</span> : null}
        </Parts.RadioItem>
      ))}
    </Parts.RadioGroup>
  );
}
export const MenuLabel = ({ children }: { children: ReactNode }): ReactNode => <Parts.Label className="px-2 py-1 text-caption text-subtle">{children}</Parts.Label>;
export const MenuSeparator = (): ReactNode => <Parts.Separator className="my-1 h-px bg-border" />;
