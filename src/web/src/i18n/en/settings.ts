/** Texts of settings, statistics and help in English. */
export const settings = {
} as const;
