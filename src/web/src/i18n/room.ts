import { translator } from './area.ts';
import { room as de } from './de/room.ts';
import { room as en } from './en/room.ts';

/** Texts of the invitation and the room's settings; loaded with the first of them. */
export const tr = translator(en, de);
