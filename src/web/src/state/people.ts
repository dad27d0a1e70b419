import type { ParticipantInfo } from '../signaling/contract.g.ts';
import type { Roster } from './roster.ts';

/** A person in the list. */
export interface Person extends ParticipantInfo {
  readonly self: boolean;
  /** 1 for the hand that was raised first, 0 for a hand that is down. */
  readonly handPlace: number;
}

/** Places of the raised hands, by person. */
export function handPlaces(everybody: Iterable<ParticipantInfo>): ReadonlyMap<string, number> {
  const raised = [...everybody].filter(({ hand }) => hand > 0).sort((left, right) => left.hand - right.hand);
  return new Map(raised.map(({ id }, index) => [id, index + 1]));
}

/** Everybody whose name fits the search: raised hands in their order, oneself, then by name. */
export function peopleOf(self: ParticipantInfo | null, roster: Roster, search: string, language: string): Person[] {
  const everybody = self ? [self, ...roster.values()] : [...roster.values()];
  const places = handPlaces(everybody);
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const wanted = plain(search);
  return everybody
    .map((person) => ({ ...person, self: person.id === self?.id, handPlace: places.get(person.id) ?? 0 }))
    .filter(({ name }) => plain(name).includes(wanted))
    .sort((left, right) => handRank(left) - handRank(right) || Number(right.self) - Number(left.self) || collator.compare(left.name, right.name));
}

/** Without accents, case and outer spaces: who types "jurgen" means Jürgen. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

function handRank({ handPlace }: Person): number {
  return handPlace || Number.MAX_SAFE_INTEGER;
}
