/** Looks of a link inside text. */
export const textLinkClass = "text-link underline underline-offset-2";
