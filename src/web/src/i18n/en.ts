import { chat } from './en/chat.ts';
import { core } from './en/core.ts';
import { devices } from './en/devices.ts';
import { entry } from './en/entry.ts';
import { people } from './en/people.ts';
import { polls } from './en/polls.ts';
import { privacy } from './en/privacy.ts';
import { stage } from './en/stage.ts';

/** Every text of the client in English; `{name}` marks what is put in. Other languages have the same keys. */
export const en = { ...chat, ...core, ...devices, ...entry, ...people, ...polls, ...privacy, ...stage } as const;
