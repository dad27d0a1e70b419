/** Texts of chat in English. */
export const chat = {
} as const;
