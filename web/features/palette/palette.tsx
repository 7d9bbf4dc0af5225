"use client";
import { useCallback, useState, type ReactNode } from "react";
import { useRouter } from "next/navigation";
import { Command } from "cmdk";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { FoundKind } from "../../gql/graphql.ts";
import { formatSecond } from "../../lib/format.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { useRested } from "../../lib/use-rested.ts";
import { placesOf, type Standing } from "../../shell/places.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { foundAddress } from "./found-address.ts";

const Search = graphql(/* GraphQL */ `
  query PaletteSearch($text: Line!) {
    search(text: $text) {
      kind
      id
      title
      detail
      programCode
    }
  }
`);

export interface PaletteProgram {
  code: string;
  name: string;
  timeZone: string;
}
export interface PaletteProps {
  standing: Standing;
  programs: readonly PaletteProgram[];
  onClose: () => void;
}
interface Choice {
  /** Tells it from every other one. */
  value: string;
  href: string;
  text: string;
  detail: string | null;
}
interface Group {
  title: string;
  choices: readonly Choice[];
}

const fits = (choice: Choice, words: readonly string[]): boolean => {
  const text = `${choice.text} ${choice.detail ?? ""}`.toLowerCase();
  return words.every((word) => text.includes(word));
};

/** Pages, programs, and what the account has by name or id: one presses Enter and is there. */
export function Palette({ standing, programs, onClose }: PaletteProps): ReactNode {
  const t = useTranslations("palette");
  const router = useRouter();
  const [text, setText] = useState("");
  // When it is there, and before the dialog looks for what takes the focus: its first button would.
  const field = useCallback((input: HTMLInputElement | null) => input?.focus(), []);
  const found = useFound(text, standing, programs);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = [
    ...usePlaces(standing, programs).map(({ title, choices }) => ({
      title,
      choices: choices.filter((choice) => fits(choice, words)),
    })),
    ...found.groups,
  ].filter(({ choices }) => choices.length > 0);
  const open = (href: string) => {
    onClose();
    router.push(href);
  };
  return (
    <Dialog open onClose={onClose} title={t("title")}>
      <Command
        label={t("title")}
        shouldFilter={false}
        loop
        // The dialog leaves Escape to an open list; here the list is all there is.
        onKeyDown={(event) => event.key === "Escape" && onClose()}
      >
        <Command.Input
          value={text}
          onValueChange={setText}
          ref={field}
          placeholder={t("placeholder")}
          className={clsx(
            "h-10 w-full rounded-control border border-border-strong bg-surface px-3 outline-none",
            "focus-visible:border-primary",
          )}
        />
        <Command.List className="mt-3 max-h-[50dvh] overflow-y-auto">
          <Command.Empty className="py-4 text-muted">
            {found.isWaiting ? t("searching") : t("nothing")}
          </Command.Empty>
          {groups.map(({ title, choices }) => (
            <Command.Group
              key={title}
              heading={title}
              className="mb-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-muted"
            >
              {choices.map(({ value, href, text: name, detail }) => (
                <Command.Item
                  key={value}
                  value={value}
                  onSelect={() => open(href)}
                  className={clsx(
                    "flex min-h-9 cursor-pointer items-center gap-3 rounded-control px-3",
                    "data-[selected=true]:bg-info-ground pointer-coarse:min-h-11",
                  )}
                >
                  <span className="min-w-0 flex-1 truncate">{name}</span>
                  {detail === null ? null : (
                    <span className="shrink-0 truncate text-caption text-muted">{detail}</span>
                  )}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  );
}

/** The pages of the sidebar, and the other programs. */
function usePlaces(standing: Standing, programs: readonly PaletteProgram[]): Group[] {
  const t = useTranslations("palette");
  const nav = useTranslations("nav");
  const places = placesOf(standing);
  const base = standing.space === "brand" ? "/b" : "/p";
  return [
    {
      title: t("pages"),
      choices: [...places.program, ...places.account].flatMap((place) =>
        place.pages.map((page) => ({
          value: page.href,
          href: page.href,
          text: nav(page.key),
          detail: page.key === place.key ? null : nav(place.key),
        })),
      ),
    },
    {
      title: t("programs"),
      choices: programs
        .filter(({ code }) => code !== standing.programCode)
        .map(({ code, name }) => ({
          value: `${base}/${code}`,
          href: `${base}/${code}`,
          text: name,
          detail: code,
        })),
    },
  ];
}

const kinds: readonly FoundKind[] = ["PARTNER", "LINK", "CLICK", "CONVERSION", "CONTRACT", "TERMS"];
/** Asked once typing rests; shorter than two letters names nothing. */
function useFound(
  typed: string,
  { space, programCode }: Standing,
  programs: readonly PaletteProgram[],
): { groups: Group[]; isWaiting: boolean } {
  const t = useTranslations("palette.kinds");
  const wanted = typed.trim();
  const text = useRested(wanted);
  const active = text.length > 1 && space !== "operator";
  const answer = useLoaded(Search, { text }, null, { active });
  if (space === "operator" || wanted.length < 2) return { groups: [], isWaiting: false };
  const all = active ? (answer.data?.search ?? []) : [];
  const current = programCode ?? programs[0]?.code ?? "";
  const titleOf = ({ kind, title, programCode: code }: (typeof all)[number]): string => {
    const program = programs.find((each) => each.code === code);
    return kind === "CLICK" ? formatSecond(title, program?.timeZone ?? "UTC") : title;
  };
  return {
    isWaiting: text !== wanted || answer.fetching,
    groups: kinds.map((kind) => ({
      title: t(kind),
      choices: all
        .filter((each) => each.kind === kind)
        .map((each) => ({
          value: `${kind} ${each.id}`,
          href: foundAddress(each, space, current),
          text: titleOf(each),
          detail: each.detail,
        })),
    })),
  };
}
