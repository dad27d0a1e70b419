/** What brings this tab back to its place after a reload. */
export interface Stay {
  readonly room: string;
  readonly name: string;
  /** The newest seat token; empty before the server has given one. */
  readonly seat: string;
  /** The signed link one came by; empty without. */
  readonly link: string;
  /** In the room or before its door, so that a reload leads straight back. */
  readonly inside: boolean;
}

const key = 'sfu.stay';

/**
 * The tab's session storage, in which a stay is kept while it lasts: a reload must not cost one's role or place. Nothing is written
 * before there is a link or a seat, and everything is gone with leaving or going to another page. Where storage is blocked, a reload begins anew.
 */
export class StayStore {
  readonly #store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null;

  constructor(store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null) {
    this.#store = store;
  }

  /** What is kept for this room. */
  read(room: string): Stay | null {
    try {
      const kept = JSON.parse(this.#store?.getItem(key) ?? 'null') as Partial<Record<keyof Stay, unknown>> | null;
      return kept && kept.room === room
        ? { room, name: text(kept.name), seat: text(kept.seat), link: text(kept.link), inside: kept.inside === true }
        : null;
    } catch {
      return null;
    }
  }

  write(stay: Stay): void {
    if (stay.seat === '' && stay.link === '') {
      this.clear();
    } else {
      this.#store?.setItem(key, JSON.stringify(stay));
    }
  }

  clear(): void {
    this.#store?.removeItem(key);
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
