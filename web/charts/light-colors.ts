/** The light colours of the page that charts are drawn in (app/globals.css). */
export const lightColors: Readonly<Record<string, string>> = {
  "--surface": "#ffffff",
  "--fg": "#14181f",
  "--muted": "#4a5463",
  "--border": "#d5dae1",
  "--border-strong": "#7c8796",
  "--neutral-ground": "#eef1f5",
  "--clicks": "#0b63c4",
  "--clicks-soft": "#8fb4e3",
  "--sales": "#c4570a",
  "--payout": "#0a7a5a",
  "--unpaid": "#737d8c",
};
