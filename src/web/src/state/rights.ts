import type { ParticipantInfo, RoomSettingsInfo, YouInfo } from '../signaling/contract.g.ts';
import type { PersonCommand } from './acts.ts';

/** What can be done about a person from the list, besides looking. */
export type PersonAct = Exclude<PersonCommand, 'admit'> | 'remove' | 'write';

/**
 * What this visitor may do about somebody else now, in the order of the menu: the table of docs/permissions.md, without what would
 * change nothing. The server decides in the end; the page only spares people the refusal.
 */
export function actsOn(you: YouInfo, settings: RoomSettingsInfo, person: ParticipantInfo): PersonAct[] {
  const moderates = you.role === 'moderator' || you.role === 'owner';
  const isModerator = person.role === 'moderator' || person.role === 'owner';
  const asks = settings.speaking === 'ask' && !isModerator;
  const all: readonly [PersonAct, boolean][] = [
    ['mute', moderates && person.mic],
    ['camera-off', moderates && person.camera],
    ['stop-share', moderates && person.screen],
    ['allow-speak', moderates && asks && !person.maySpeak],
    ['withdraw-speak', moderates && asks && person.maySpeak],
    ['lower-hand', moderates && person.hand > 0],
    ['write', you.privateChat],
    ['make-moderator', moderates && !isModerator],
    ['take-moderator', moderates && person.role === 'moderator'],
    ['remove', moderates && person.role !== 'owner'],
  ];
  return all.filter(([, may]) => may).map(([act]) => act);
}

/** Who sees the talk times: moderators, and everybody where the room says so. */
export function seesTalkTimes(you: YouInfo | null, settings: RoomSettingsInfo | null): boolean {
  return you?.role === 'moderator' || you?.role === 'owner' || settings?.talkTimeForAll === true;
}
