import type { settings as en } from '../en/settings.ts';

/** Texts of settings, statistics and help in German. */
export const settings: Record<keyof typeof en, string> = {
};
