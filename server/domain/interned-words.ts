/** Values that rules name, as numbers: shared by all versions, so that each is small. */
import { compared, numberForm } from "./rules.ts";
import { oneForm } from "./values/text.ts";

/** Numbers from 1 for the values that rules name. What no rule names is 0, which equals nothing. */
const words = new Map<string, number>();
export const texts = new Map<string, number>();

export function numberOf(known: Map<string, number>, text: string): number {
  const number = known.get(text) ?? known.size + 1;
  known.set(text, number);
  return number;
}
/** Words as they were met lately: only what is new must be folded. */
const met = new Map<string, number>();
const metMax = 10_000;
export function internWord(text: string): number {
  met.clear();
  return numberOf(words, text);
}
export function wordOf(text: string): number {
  const known = met.get(text);
  // Stryker disable all: what and how much is remembered changes no answer
  if (known !== undefined) return known;
  if (met.size >= metMax) met.clear();
  // Stryker restore all
  const number = words.get(compared(true, text)) ?? 0;
  // Stryker disable next-line all: what is found again is the same
  met.set(text, number);
  return number;
}
export const textOf = (text: string): number => texts.get(text) ?? texts.get(oneForm(text)) ?? 0;

export const numberOfNumber = (text: string): number => texts.get(numberForm(oneForm(text))) ?? 0;
