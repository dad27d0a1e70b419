/** Texts of polls in English. */
export const polls = {
} as const;
