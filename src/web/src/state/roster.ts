import type { ParticipantInfo, SlotState } from '../signaling/contract.g.ts';
import type { Source } from '../rtc/sources.ts';

/** Everybody else in the room by id, in the order in which they came. */
export type Roster = ReadonlyMap<string, ParticipantInfo>;

export function rosterOf(participants: readonly ParticipantInfo[]): Roster {
  return new Map(participants.map((participant) => [participant.id, participant]));
}

/** Somebody came or changed; a change keeps the place in the order. */
export function withParticipant(roster: Roster, participant: ParticipantInfo): Roster {
  return new Map(roster).set(participant.id, participant);
}

export function withoutParticipant(roster: Roster, id: string): Roster {
  if (!roster.has(id)) {
    return roster;
  }
  const left = new Map(roster);
  left.delete(id);
  return left;
}

/** The slot that carries a source now, if any. */
export function slotOf(slots: readonly SlotState[], participantId: string, kind: Source): string | null {
  return slots.find((slot) => slot.participantId === participantId && slot.kind === kind)?.mid ?? null;
}
