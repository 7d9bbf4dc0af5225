"use client";
import { useId, type ComponentProps, type KeyboardEvent, type ReactNode } from "react";
import { clsx } from "clsx";
import { useCombobox, type UseComboboxState, type UseComboboxStateChangeOptions } from "downshift";
import { useTranslations } from "next-intl";
import { useHydrated } from "../lib/use-hydrated.ts";

type InputProps = ComponentProps<"input">;

interface ListFieldProps<T> {
  /** What the list is called. */
  label: string;
  /** What is typed. */
  text: string;
  options: readonly T[];
  keyOf: (option: T) => string;
  /** Below the options, or in their place: that it is searching, that there are more. */
  note: string | null;
  /** Whether Enter takes the first option after this was typed, without a step to it. */
  takesFirst: (text: string) => boolean;
  /** Told when the list opens and shuts. */
  onOpen?: (isOpen: boolean) => void;
  onTake: (option: T) => void;
  /** Enter where it stands on no option; without it that key is the form's. */
  onEnter?: (() => void) | undefined;
  /** The text field, given what makes it a combobox. */
  renderField: (control: (own: InputProps) => InputProps) => ReactNode;
  /** What one option shows. */
  children: (option: T) => ReactNode;
}

/** Leaving chooses nothing, and a press into the field never shuts the list. */
function reduced<T>(
  takesFirst: (text: string) => boolean,
  state: UseComboboxState<T>,
  { type, changes, props }: UseComboboxStateChangeOptions<T>,
): Partial<UseComboboxState<T>> {
  const types = useCombobox.stateChangeTypes;
  const first = (text = "") => (takesFirst(text) ? 0 : -1);
  const { highlightedIndex: at } = state;
  switch (type) {
    case types.InputBlur:
      return { ...state, isOpen: false, highlightedIndex: -1 };
    case types.MenuMouseLeave:
      return state;
    case types.InputClick:
      return { ...state, isOpen: true, highlightedIndex: at === -1 ? first(state.inputValue) : at };
    case types.InputChange:
      return { ...changes, isOpen: true, highlightedIndex: first(changes.inputValue) };
    case types.InputKeyDownEnter:
      // Fewer may fit by now than when it stepped there.
      return {
        ...changes,
        selectedItem: props.items[Math.min(at, props.items.length - 1)] ?? null,
      };
    default:
      return changes;
  }
}

/** Keys that stay those of the text, of the form and of the dialog around it. */
function isLeftAlone(
  { key, altKey, nativeEvent }: KeyboardEvent,
  isOpen: boolean,
  active: number,
): boolean {
  if (nativeEvent.isComposing || key === "Home" || key === "End") return true;
  if (key === "Enter") return active < 0;
  if (key === "Escape") return !isOpen;
  return altKey && (key === "ArrowDown" ? isOpen : key === "ArrowUp");
}

/** What makes a text field and a list below it one combobox. The focus stays in the field. */
function useList<T>(props: ListFieldProps<T>) {
  const { text, options, takesFirst, onOpen, onTake, onEnter } = props;
  const hydrated = useHydrated();
  const id = useId();
  const { isOpen, highlightedIndex, closeMenu, getInputProps, getItemProps, getMenuProps } =
    useCombobox<T>({
      items: [...options],
      getItemId: (index) => `${id}-${index}`,
      itemToString: () => text,
      inputValue: text,
      selectedItem: null,
      stateReducer: (state, change) => reduced(takesFirst, state, change),
      onIsOpenChange: (change) => onOpen?.(change.isOpen),
      onSelectedItemChange: ({ selectedItem }) => (selectedItem ? onTake(selectedItem) : undefined),
    });
  const active = isOpen ? Math.min(highlightedIndex, options.length - 1) : -1;
  const isListed = isOpen && options.length > 0;
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (!isLeftAlone(event, isOpen, active)) return;
    Object.assign(event.nativeEvent, { preventDownshiftDefault: true });
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowUp") closeMenu();
    else if (event.key !== "Enter" || !onEnter) return;
    else {
      closeMenu();
      onEnter();
    }
    event.preventDefault();
  };
  const control = ({ ref, onKeyDown, ...own }: InputProps): InputProps => {
    const rest = { ...own, autoComplete: "off", spellCheck: false };
    // Before scripts answer it is a field of text and nothing else.
    if (!hydrated) return { ...rest, ref };
    const given: InputProps = getInputProps({
      ...rest,
      ...(ref ? { ref } : {}),
      // It has a label around it, or words of its own.
      "aria-labelledby": undefined,
      onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => {
        onKeyDown?.(event);
        if (!event.defaultPrevented) press(event);
      },
    });
    return {
      ...given,
      "aria-expanded": isListed,
      "aria-controls": isListed ? given["aria-controls"] : undefined,
      "aria-activedescendant": active >= 0 ? `${id}-${active}` : undefined,
    };
  };
  return { control, active, isOpen: isOpen && hydrated, isListed, getItemProps, getMenuProps };
}

/** A text field with a list of what fits below it. */
export function ListField<T>(props: ListFieldProps<T>): ReactNode {
  const { label, options, keyOf, note, renderField, children } = props;
  const { control, active, isOpen, isListed, getItemProps, getMenuProps } = useList(props);
  return (
    <div className="relative min-w-0">
      {renderField(control)}
      {isListed || (isOpen && note) ? (
        <div
          className={clsx(
            "absolute inset-x-0 top-full z-20 mt-1 overflow-hidden rounded-card border",
            "border-border bg-surface shadow-float sm:min-w-72",
          )}
        >
          {isListed ? (
            <div
              {...getMenuProps({ "aria-label": label }, { suppressRefError: true })}
              className="max-h-64 overflow-y-auto p-1"
            >
              {options.map((item, index) => (
                <div
                  {...getItemProps({ item, index })}
                  key={keyOf(item)}
                  aria-selected={index === active}
                  className={clsx(
                    "flex min-h-8 cursor-default flex-wrap items-center gap-x-2 rounded-control",
                    "px-2 py-1 pointer-coarse:min-h-11",
                    index === active &&
                      "bg-neutral-ground forced-colors:outline-2 forced-colors:outline-solid",
                  )}
                >
                  {children(item)}
                </div>
              ))}
            </div>
          ) : null}
          {note ? (
            <p
              className={clsx(
                "px-3 py-2 text-caption text-muted",
                isListed && "border-t border-border",
              )}
            >
              {note}
            </p>
          ) : null}
        </div>
      ) : null}
      <Found count={isOpen ? options.length : null} note={note} />
    </div>
  );
}

/** Said to screen readers when it changes. */
function Found({ count, note }: { count: number | null; note: string | null }): ReactNode {
  const t = useTranslations("ui");
  return (
    <output className="sr-only">
      {count === null ? "" : count === 0 ? note : `${t("found", { count })} ${note ?? ""}`}
    </output>
  );
}
