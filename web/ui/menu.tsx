"use client";
import {
  cloneElement,
  createContext,
  use,
  useState,
  type ComponentProps,
  type FocusEvent,
  type ReactElement,
  type ReactNode,
} from "react";
import { clsx } from "clsx";
import { Check } from "lucide-react";
import { late } from "../lib/late.ts";
import type { MenuParts } from "./menu-parts.ts";

const lateParts = late(async () => (await import("./menu-parts.ts")).menuParts);
const PartsContext = createContext<MenuParts | null>(null);
function useParts(): MenuParts {
  const parts = use(PartsContext);
  if (!parts) throw new Error("A menu's item stands outside of a menu");
  return parts;
}

interface MenuProps {
  /** One button; it must pass on its props and ref. */
  trigger: ReactElement<ComponentProps<"button">>;
  align?: "start" | "center" | "end";
  children: ReactNode;
}
export function Menu({ trigger, align = "start", children }: MenuProps): ReactNode {
  const Parts = lateParts.useLoaded();
  const [pressed, setPressed] = useState<"key" | "pointer" | null>(null);
  const [open, setOpen] = useState(false);
  const load = () => void lateParts.load();
  const press = (by: "key" | "pointer") => {
    load();
    setPressed(by);
    setOpen(true);
  };
  // Taken over at the press and no earlier: a button that is exchanged loses the focus it may have.
  if (!pressed || !Parts) {
    return cloneElement(trigger, {
      "aria-haspopup": "menu",
      "aria-expanded": false,
      onPointerEnter: load,
      onFocus: load,
      // Enter and Space come as clicks of no pointer.
      onClick: (event) => press(event.detail === 0 ? "key" : "pointer"),
      onKeyDown: (event) => {
        if (event.key !== "ArrowDown") return;
        event.preventDefault();
        press("key");
      },
    });
  }
  const focused = (event: FocusEvent<HTMLDivElement>) => {
    if (pressed !== "key" || event.target !== event.currentTarget) return;
    setPressed("pointer");
    event.currentTarget
      .querySelector<HTMLElement>("[role^=menuitem]:not([data-disabled])")
      ?.focus();
  };
  return (
    <PartsContext value={Parts}>
      <Parts.Root modal={false} open={open} onOpenChange={setOpen}>
        <Parts.Trigger asChild>{trigger}</Parts.Trigger>
        {/* Within the page's main part: what floats belongs to a landmark too. */}
        <Parts.Portal container={document.getElementById("content")}>
          <Parts.Content
            align={align}
            sideOffset={6}
            collisionPadding={8}
            onFocus={focused}
            className={clsx(
              "z-30 max-h-[min(70vh,var(--radix-dropdown-menu-content-available-height))]",
              "max-w-[calc(100vw-16px)] min-w-52 overflow-y-auto rounded-card border border-border",
              "bg-surface p-1 text-body shadow-float",
            )}
          >
            {children}
          </Parts.Content>
        </Parts.Portal>
      </Parts.Root>
    </PartsContext>
  );
}

const itemClass = `flex min-h-8 cursor-default items-center gap-2 rounded-control px-2 py-1
    outline-none select-none data-disabled:text-subtle data-highlighted:bg-neutral-ground
    pointer-coarse:min-h-11
    forced-colors:data-highlighted:outline-2 forced-colors:data-highlighted:outline-solid`;

interface MenuItemProps {
  onSelect?: () => void;
  disabled?: boolean;
  danger?: boolean;
  children: ReactNode;
}
export function MenuItem({
  onSelect,
  disabled = false,
  danger = false,
  children,
}: MenuItemProps): ReactNode {
  const Parts = useParts();
  return (
    <Parts.Item
      disabled={disabled}
      onSelect={() => onSelect?.()}
      className={clsx(itemClass, danger && "text-danger")}
    >
      {children}
    </Parts.Item>
  );
}
/** An item that is a link: pass the link as the only child. */
export function MenuLink({ children }: { children: ReactNode }): ReactNode {
  const Parts = useParts();
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
  const Parts = useParts();
  return (
    <Parts.RadioGroup value={value} onValueChange={onChange}>
      <MenuLabel>{label}</MenuLabel>
      {options.map((option) => (
        <Parts.RadioItem
          key={option.value}
          value={option.value}
          className={clsx(itemClass, "ps-8 relative")}
        >
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
export function MenuLabel({ children }: { children: ReactNode }): ReactNode {
  const Parts = useParts();
  return <Parts.Label className="px-2 py-1 text-caption text-subtle">{children}</Parts.Label>;
}
export function MenuSeparator(): ReactNode {
  const Parts = useParts();
  return <Parts.Separator className="my-1 h-px bg-border" />;
}
