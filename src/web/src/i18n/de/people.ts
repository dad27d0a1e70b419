import type { people as en } from '../en/people.ts';

/** Texts of people, moderation and the lobby queue in German. */
export const people: Record<keyof typeof en, string> = {
};
