import { signal } from '@preact/signals';

/** What screen readers are told of others. */
export type AnnouncementKind = 'came' | 'went' | 'hand' | 'asks' | 'muted' | 'knocks' | 'reacts';

/** One person, or many at once who are only counted. */
export type Announcement = { readonly kind: AnnouncementKind; readonly name: string; readonly detail: string } | { readonly kind: AnnouncementKind; readonly count: number };

/** Things that happen together are said together. */
const gatherMs = 700;
/** Nobody can follow more. */
const pauseMs = 2_500;
/** More people than this are counted instead of named. */
const mostNames = 3;

/** Collects what happens to others and says it now and then, short: thirty who come at once are one sentence. */
export class Announcer {
  /** What is to be said now; the page shows it in a live region. */
  readonly said = signal<readonly Announcement[]>([]);
  #waiting: { kind: AnnouncementKind; name: string; detail: string }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(kind: AnnouncementKind, name: string, detail = ''): void {
    this.#waiting.push({ kind, name, detail });
    this.#timer ??= setTimeout(() => this.#speak(), gatherMs);
  }

  /** Nothing of this room is to be said any more. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
    this.said.value = [];
  }

  #speak(): void {
    this.#timer = undefined;
    if (this.#waiting.length === 0) {
      this.said.value = []; // the same sentence twice is a change again
      return;
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    this.said.value = [...new Set(waiting.map(({ kind }) => kind))].flatMap((kind): Announcement[] => {
      const alike = waiting.filter((one) => one.kind === kind);
      return alike.length > mostNames ? [{ kind, count: alike.length }] : alike;
    });
    this.#timer = setTimeout(() => this.#speak(), pauseMs);
  }
}
