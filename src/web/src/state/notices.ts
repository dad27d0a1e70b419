import { signal } from '@preact/signals';
import type { CaptureProblem } from '../rtc/capture.ts';

export type Device = 'mic' | 'camera' | 'screen';

/** Why the server did not do what somebody clicked. */
export type RefusalCode = `refused-${'not-allowed' | 'target-gone' | 'text-invalid' | 'limit-reached' | 'too-fast' | 'unreachable' | 'unknown'}`;

/** What was done to the visitor, and by whom. */
export type DoneToYouCode = `you-${'muted' | 'camera-off' | 'share-stopped' | 'moderator-made' | 'moderator-taken' | 'owner-made' | 'speak-allowed' | 'speak-withdrawn' | 'hand-lowered'}`;

/** Why a device may not be turned on. */
export type BarredCode = `barred-mic-${'ask' | 'listeners' | 'room'}` | 'barred-camera' | 'barred-screen';

/** Why a device was turned off: somebody changed the rules, or the server forwards nothing of it. */
export type ClosedCode = `closed-${Device}` | `closed-${Device}-unheard`;

/** Everything a banner can say; each has a text in every language. */
export type NoticeCode =
  | RefusalCode
  | DoneToYouCode
  | BarredCode
  | ClosedCode
  | 'muted-on-start'
  | 'list-copied'
  | 'list-not-copied'
  | 'lobby-told'
  | `${Device}-${Exclude<CaptureProblem, 'cancelled'>}`
  | `${'mic' | 'camera'}-${'lost' | 'switched' | 'interrupted'}`
  | 'speaker-gone'
  | 'muted-talking'
  | 'room-name-invalid'
  | 'back-after-reload'
  | 'link-copied'
  | 'link-not-copied'
  | 'window-refused';

export type NoticeValues = Readonly<Record<string, string | number>>;

export interface Notice {
  readonly id: number;
  readonly code: NoticeCode;
  /** Problems stay until closed and interrupt a screen reader; news go by themselves. */
  readonly kind: 'problem' | 'news';
  /** Fills the text's placeholders. */
  readonly values: NoticeValues;
}

const newsLastsMs = 4_000;
const most = 3;

/** What the banners show, oldest first. */
export class Notices {
  readonly list = signal<readonly Notice[]>([]);
  #last = 0;

  problem(code: NoticeCode, values: NoticeValues = {}): void {
    this.#add(code, 'problem', values);
  }

  news(code: NoticeCode, values: NoticeValues = {}, lastsMs = newsLastsMs): void {
    const id = this.#add(code, 'news', values);
    setTimeout(() => this.dismiss(id), lastsMs);
  }

  dismiss(id: number): void {
    this.list.value = this.list.value.filter((notice) => notice.id !== id);
  }

  /** What a notice said is over. */
  dismissCode(code: NoticeCode): void {
    if (this.list.peek().some((notice) => notice.code === code)) {
      this.list.value = this.list.peek().filter((notice) => notice.code !== code);
    }
  }

  clear(): void {
    this.list.value = [];
  }

  #add(code: NoticeCode, kind: Notice['kind'], values: NoticeValues): number {
    const id = ++this.#last;
    this.list.value = [...this.list.value.filter((notice) => notice.code !== code), { id, code, kind, values }].slice(-most);
    return id;
  }
}
