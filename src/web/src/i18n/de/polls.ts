import type { polls as en } from '../en/polls.ts';

/** Texts of polls in German. */
export const polls: Record<keyof typeof en, string> = {
};
