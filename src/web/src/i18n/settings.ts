import { translator } from './area.ts';
import { settings as de } from './de/settings.ts';
import { settings as en } from './en/settings.ts';

/** Texts of settings, statistics, help and self-test; loaded with the first of them. */
export const ts = translator(en, de);
