/** Texts of people, moderation and the lobby queue in English. */
export const people = {
} as const;
