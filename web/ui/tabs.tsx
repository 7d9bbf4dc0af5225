"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import { Tabs as Parts } from "radix-ui";

interface TabsProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  tabs: readonly { value: string; label: ReactNode; content: ReactNode }[];
}
export function Tabs({ label, value, onChange, tabs }: TabsProps): ReactNode {
  return (
    <Parts.Root value={value} onValueChange={onChange} className="flex min-h-0 flex-col gap-3">
      <Parts.List aria-label={label} className="flex gap-1 overflow-x-auto border-b border-border">
        {tabs.map((tab) => (
          <Parts.Trigger
            key={tab.value}
            value={tab.value}
            className={clsx(
              "-mb-px min-h-9 border-b-2 border-transparent px-3 whitespace-nowrap text-muted",
              "hover:text-fg data-[state=active]:border-primary data-[state=active]:font-medium",
              "data-[state=active]:text-fg pointer-coarse:min-h-11",
            )}
          >
            {tab.label}
          </Parts.Trigger>
        ))}
      </Parts.List>
      {tabs.map((tab) => (
        <Parts.Content key={tab.value} value={tab.value} className="min-h-0 rounded-control">
          {tab.content}
        </Parts.Content>
      ))}
    </Parts.Root>
  );
}
