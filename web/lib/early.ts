/**
 * What a person does on a page before its scripts answer: words typed and buttons pressed count,
 * and are told to the page once it can hear. React hears neither by itself.
 */

interface Early {
  fields: Set<Element>;
  /** Each once: who presses again has only seen that nothing happened. */
  buttons: Map<HTMLButtonElement, Event>;
  stop: () => void;
}
declare global {
  interface Window {
    early?: Early;
  }
}

/** Runs in the page itself, before anything is loaded: nothing outside of it is there yet. */
export function collectEarly(): void {
  const fields = new Set<Element>();
  const buttons = new Map<HTMLButtonElement, Event>();
  const typed = ({ target }: Event) => {
    if (target instanceof Element) fields.add(target);
  };
  const pressed = (event: Event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    // A form that the browser itself sends needs no script.
    if (button && (button.type === "button" || button.form?.method === "dialog"))
      buttons.set(button, event);
  };
  document.addEventListener("input", typed, true);
  document.addEventListener("click", pressed, true);
  const stop = () => {
    document.removeEventListener("input", typed, true);
    document.removeEventListener("click", pressed, true);
  };
  window.early = { fields, buttons, stop };
}

type Field = HTMLInputElement | HTMLTextAreaElement;
const isField = (element: Element): element is Field =>
  element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;

/**
 * React passes on only what differs from the value it last saw, and keeps that in a property of the
 * element itself: the old value goes through it, the new one past it.
 */
function told<K extends "value" | "checked">(field: Field, name: K, old: unknown, now: unknown) {
  Reflect.set(field, name, old);
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), name)?.set?.call(field, now);
}

/** What stands in a field now, to be told to the page once it may answer. */
function wordsOf(element: Element): () => void {
  // Of choices and files React hears every change; what a file field says cannot be set.
  if (!isField(element) || element.type === "file")
    return () => element.dispatchEvent(new Event("change", { bubbles: true }));
  if (element instanceof HTMLInputElement && ["checkbox", "radio"].includes(element.type)) {
    const { checked } = element;
    return () => {
      told(element, "checked", !checked, checked);
      // Not a press: the browser would turn it over.
      element.dispatchEvent(new Event("click", { bubbles: true }));
    };
  }
  const { value, selectionStart, selectionEnd } = element;
  return () => {
    told(element, "value", element.defaultValue, value);
    if (selectionStart !== null) element.setSelectionRange(selectionStart, selectionEnd);
    element.dispatchEvent(new Event("input", { bubbles: true }));
  };
}

/**
 * Ends the collecting, for a page that hears from now on; what it gives tells the page what was
 * done before.
 */
export function endEarly(): () => void {
  const { early } = window;
  if (!early) return () => {};
  delete window.early;
  early.stop();
  const words = [...early.fields].map((field) => ({ field, tell: wordsOf(field) }));
  // A press that is under way just now reaches the page by itself.
  const presses = [...early.buttons].filter(([, event]) => event.eventPhase === Event.NONE);
  return () => {
    for (const { field, tell } of words) if (field.isConnected) tell();
    for (const [button] of presses) if (button.isConnected) button.click();
  };
}

let waiting: (() => void)[] | null = [];
/**
 * At once, or when the whole page hears: a press may reach its button before the router follows
 * the addresses that are written.
 */
export function onceHeard(call: () => void): void {
  if (waiting) waiting.push(call);
  else call();
}

/** From now on; what was done before is done now. */
export function hear(): void {
  const calls = waiting ?? [];
  waiting = null;
  for (const call of calls) call();
}
