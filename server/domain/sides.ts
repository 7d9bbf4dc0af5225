/** Brand and partner, the two who read terms and what became of events under them. */
export type Side = "BRAND" | "PARTNER";
