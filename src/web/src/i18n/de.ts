import { chat } from './de/chat.ts';
import { core } from './de/core.ts';
import { devices } from './de/devices.ts';
import { entry } from './de/entry.ts';
import { people } from './de/people.ts';
import { polls } from './de/polls.ts';
import { privacy } from './de/privacy.ts';
import { stage } from './de/stage.ts';
import type { en } from './en.ts';

/** Every text of the client in German. */
export const de: Record<keyof typeof en, string> = { ...chat, ...core, ...devices, ...entry, ...people, ...polls, ...privacy, ...stage };
