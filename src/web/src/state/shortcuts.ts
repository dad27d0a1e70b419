/** What a key does; each has a text in every language. */
export type ShortcutName = 'mic' | 'camera' | 'screen' | 'hand' | 'chat' | 'people' | 'polls' | 'settings' | 'statistics' | 'help';

/** Letters that Jitsi uses too, where it has the same. */
const keys: Readonly<Record<ShortcutName, string>> = {
  mic: 'm',
  camera: 'v',
  screen: 'd',
  hand: 'r',
  chat: 'c',
  people: 'p',
  polls: 'o',
  settings: ',',
  statistics: 'i',
  help: '?',
};

export const shortcutNames = Object.keys(keys) as readonly ShortcutName[];

export function keyOf(name: ShortcutName): string {
  return keys[name];
}

/** The part of a keyboard event that counts. */
export interface KeyPress {
  readonly key: string;
  readonly repeat: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
  readonly target: unknown;
}

export interface ShortcutPlace {
  /** In a room, nothing over the page, and the visitor wants keys. */
  listening(): boolean;
  act(name: ShortcutName): void;
  talk(held: boolean): void;
}

interface Closest {
  closest?(selector: string): unknown;
}

const writing = 'input, textarea, select, [contenteditable]:not([contenteditable=false])';
/** Space works these. One that was only clicked shows no focus, and there nobody expects space to click again. */
const pressable = 'button, a[href], summary, [role=button], [role=menuitem], [role=tab], [tabindex="0"]';

/** Single keys, and space held for talking. Never while somebody writes, with Ctrl, Alt or Cmd, or over a dialogue. */
export class Shortcuts {
  readonly #place: ShortcutPlace;
  #talking = false;
  #pointed = false;

  constructor(place: ShortcutPlace) {
    this.#place = place;
  }

  /** The focus came by pointer: it is not shown. */
  point(): void {
    this.#pointed = true;
  }

  /** True: the key was meant for us. */
  press(event: KeyPress): boolean {
    if (event.key === 'Tab') {
      this.#pointed = false;
    }
    if (event.key === ' ' && this.#talking) {
      return true; // repeats while held
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !this.#place.listening() || within(event, writing)) {
      return false;
    }
    if (event.key === ' ') {
      if (!this.#pointed && within(event, pressable)) {
        return false;
      }
      this.#talking = true;
      this.#place.talk(true);
      return true;
    }
    const name = shortcutNames.find((candidate) => keys[candidate] === event.key.toLowerCase());
    if (!name || event.repeat) {
      return false;
    }
    this.#place.act(name);
    return true;
  }

  /** True: the key was meant for us. */
  release(event: Pick<KeyPress, 'key'>): boolean {
    if (event.key !== ' ' || !this.#talking) {
      return false;
    }
    this.letGo();
    return true;
  }

  /** The window lost the focus: nobody will tell when the key comes up. */
  letGo(): void {
    if (this.#talking) {
      this.#talking = false;
      this.#place.talk(false);
    }
  }
}

function within({ target }: KeyPress, selector: string): boolean {
  return (target as Closest | null)?.closest?.(selector) != null;
}
