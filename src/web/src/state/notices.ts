import { signal } from '@preact/signals';
import type { CaptureProblem } from '../rtc/capture.ts';

export type Device = 'mic' | 'camera' | 'screen';

/** Everything a banner can say; each has a text in every language. */
export type NoticeCode =
  | `${Device}-${Exclude<CaptureProblem, 'cancelled'>}`
  | `${'mic' | 'camera'}-lost`
  | 'room-full'
  | 'server-full'
  | 'room-name-invalid'
  | 'name-invalid'
  | 'too-many-requests'
  | 'join-failed'
  | 'server-unreachable'
  | 'link-copied'
  | 'link-not-copied';

export interface Notice {
  readonly id: number;
  readonly code: NoticeCode;
  /** Problems stay until closed and interrupt a screen reader; news go by themselves. */
  readonly kind: 'problem' | 'news';
}

const newsLastsMs = 4_000;
const most = 3;

/** What the banners show, oldest first. */
export class Notices {
  readonly list = signal<readonly Notice[]>([]);
  #last = 0;

  problem(code: NoticeCode): void {
    this.#add(code, 'problem');
  }

  news(code: NoticeCode): void {
    const id = this.#add(code, 'news');
    setTimeout(() => this.dismiss(id), newsLastsMs);
  }

  dismiss(id: number): void {
    this.list.value = this.list.value.filter((notice) => notice.id !== id);
  }

  clear(): void {
    this.list.value = [];
  }

  #add(code: NoticeCode, kind: Notice['kind']): number {
    const id = ++this.#last;
    this.list.value = [...this.list.value.filter((notice) => notice.code !== code), { id, code, kind }].slice(-most);
    return id;
  }
}
