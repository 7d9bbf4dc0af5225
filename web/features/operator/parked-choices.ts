export const parkedChoices = ["open", "all"] as const;
