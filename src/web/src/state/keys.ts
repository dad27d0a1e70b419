import type { JoinRequest } from '../signaling/contract.g.ts';
import { Refused, type Secret } from './refusal.ts';
import type { StayStore } from './stay.ts';

/**
 * What the visitor can show at one room's door: her seat, the link she came by, what she typed. Kept in memory for as long as the page
 * is at this room; seat and link also in the tab's session storage while she stays. One per page.
 */
export class Keys {
  seat = '';
  link = '';
  #secrets: Partial<Record<Secret, string>> = {};
  #inside = false;
  #name = '';
  #room = '';
  readonly #store: StayStore;

  constructor(store: StayStore) {
    this.#store = store;
  }

  /** At another room's door, or at none. Gives the name under which this tab was inside before a reload. */
  at(room: string, link: string): string {
    const kept = room === '' ? null : this.#store.read(room);
    this.#room = room;
    this.#secrets = {};
    this.#name = kept?.name ?? '';
    this.#inside = kept?.inside ?? false;
    this.link = link || (kept?.link ?? '');
    // Whoever opens another link wants to be whom it makes her.
    this.seat = link !== '' && link !== kept?.link ? '' : (kept?.seat ?? '');
    this.#keep();
    return this.#inside ? this.#name : '';
  }

  type(secrets: Partial<Record<Secret, string>>): void {
    this.#secrets = { ...this.#secrets, ...secrets };
  }

  /** The newest seat; while it is kept, a reload leads back to it. */
  sit(name: string, seat: string): void {
    this.#name = name;
    this.#inside = true;
    this.seat = seat;
    this.#keep();
  }

  /** Before the door, and no longer on the way in: a reload stays there. */
  stepBack(): void {
    this.#inside = false;
    this.#keep();
  }

  /** Out of the room: the tab keeps nothing, the page what leads back in. */
  leave(): void {
    this.#inside = false;
    this.#store.clear();
  }

  /** What to show at the door. */
  show(): Pick<JoinRequest, 'keepSeat' | 'seat' | 'link' | 'code' | 'password'> {
    const { code, password } = this.#secrets;
    return {
      keepSeat: true,
      ...(this.seat && { seat: this.seat }),
      ...(this.link && { link: this.link }),
      ...(code && { code }),
      ...(password && { password }),
    };
  }

  /** Throws away what the server has refused. True when trying again at once with the rest makes sense. */
  drop(error: unknown): boolean {
    switch (error instanceof Refused ? error.code : null) {
      case 'seat-invalid':
        return this.#without('seat');
      case 'link-invalid':
      case 'link-expired':
        return this.#without('link') && this.seat !== '';
      case 'rejected':
        this.#without('seat'); // one may knock again
        return false;
      case 'code-wrong':
        delete this.#secrets.code;
        return false;
      case 'password-wrong':
        delete this.#secrets.password;
        return false;
      default:
        return false;
    }
  }

  #without(key: 'seat' | 'link'): boolean {
    const had = this[key] !== '';
    this[key] = '';
    this.#keep();
    return had;
  }

  #keep(): void {
    this.#store.write({ room: this.#room, name: this.#name, seat: this.seat, link: this.link, inside: this.#inside });
  }
}
