import type { chat as en } from '../en/chat.ts';

/** Texts of chat in German. */
export const chat: Record<keyof typeof en, string> = {
};
