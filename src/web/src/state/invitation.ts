import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { RoleName } from '../signaling/contract.g.ts';
import { addressOfLink, pathOfRoom } from './route.ts';
import type { Session } from './session.ts';

/** `plain` is the room's address, without a signed role. */
export type Invited = 'plain' | RoleName;

/** How long links may be made to last, in minutes; 0 is for ever. */
export const lifetimesMinutes = { never: 0, day: 24 * 60, week: 7 * 24 * 60, month: 30 * 24 * 60 } as const;
export type Lifetime = keyof typeof lifetimesMinutes;

/** The link that is handed out, made anew for every choice. Lives as long as the dialogue. */
export class Invitation {
  readonly whom = signal<Invited>('plain');
  readonly lifetime = signal<Lifetime>('never');
  /** Empty while it is being made. */
  readonly link = signal('');
  readonly failed = signal(false);
  /** Whom this person may invite. */
  readonly choices: ReadonlySignal<readonly Invited[]>;
  readonly #session: Session;
  readonly #origin: string;
  readonly #attempt = signal(0);

  constructor(session: Session, origin: string, whom: Invited) {
    this.#session = session;
    this.#origin = origin;
    this.whom.value = whom;
    this.choices = computed(() => {
      switch (session.meeting.you.value?.role) {
        case 'owner':
          return ['plain', 'guest', 'participant', 'moderator', 'owner'];
        case 'moderator':
          return ['plain', 'guest', 'participant', 'moderator'];
        default:
          return ['plain'];
      }
    });
  }

  /** Makes links from now on; returns how to stop. A link holds the room's settings, so that a change of them makes another. */
  start(): () => void {
    return effect(() => {
      const whom = this.whom.value;
      const minutes = lifetimesMinutes[this.lifetime.value];
      const room = this.#session.room.value;
      const settings = this.#session.meeting.settings.value;
      const attempt = this.#attempt.value;
      this.failed.value = false;
      if (whom === 'plain') {
        this.link.value = this.#origin + pathOfRoom(room);
        return;
      }
      this.link.value = '';
      const isWanted = () =>
        this.whom.peek() === whom && lifetimesMinutes[this.lifetime.peek()] === minutes && this.#session.meeting.settings.peek() === settings && this.#attempt.peek() === attempt;
      const made = this.#session.call.peek()?.createLink(whom, minutes) ?? Promise.reject(new Error('not in a room'));
      made.then(
        (token) => isWanted() && (this.link.value = addressOfLink(this.#origin, room, token)),
        () => isWanted() && (this.failed.value = true),
      );
    });
  }

  retry(): void {
    this.#attempt.value++;
  }
}
