/**
 * Small letters of other scripts that look like Latin ones, they or their capitals: a keyboard that
 * stands on another script, or a program that reads print, writes them, and nobody sees it.
 */
const pairs =
  "аa вb сc ԁd еe һh нh іi јj кk мm оo рp ԛq ѕs тt ѵv ԝw хx уy үy " +
  "αa βb εe ηh ιi κk μm νn οo ρp τt υy χx ζz";
const latin = new Map(pairs.split(" ").map(([letter = "", meant = ""]) => [letter, meant]));

/** The Latin letter that one looks like; any other sign is itself. */
export const latinOf = (letter: string): string => latin.get(letter) ?? letter;
