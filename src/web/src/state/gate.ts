import { signal } from '@preact/signals';
import type { ConsentApi, ConsentText } from '../signaling/consent.ts';

export type { TextBlock, TextSpan } from '../signaling/consent.ts';

/** `declined` is what stays when there is no page to go back to. */
export type GateState = 'checking' | 'unreachable' | 'asking' | 'declined' | 'open';

/** What the browser knows about where the visitor came from. */
export interface Whence {
  /** The page is in a frame of another page, whose history it must not move. */
  readonly embedded: boolean;
  readonly historyLength: number;
  readonly referrer: string;
}

/** The way back for somebody who declines: a step in the tab's history, the page that linked here (it opened a new tab), or none. */
export function wayBack({ embedded, historyLength, referrer }: Whence): 'back' | URL | null {
  if (embedded) {
    return null;
  }
  if (historyLength > 1) {
    return 'back';
  }
  // Set by the browser, never by anything in our address, so nobody can choose where a visitor is sent.
  const url = URL.canParse(referrer) ? new URL(referrer) : null;
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url : null;
}

/**
 * Stands before everything else until the visitor has accepted the operator's text. The server decides: without its cookie the hub
 * refuses. Nothing is asked of the browser and nothing stored before that. One per page.
 */
export class Gate {
  readonly state = signal<GateState>('checking');
  readonly texts = signal<Readonly<Record<'de' | 'en', ConsentText>> | null>(null);
  /** A consent is asked for at all; it can be withdrawn then. */
  readonly required = signal(false);
  /** Accepting did not reach the server. */
  readonly failed = signal(false);
  readonly #api: ConsentApi;
  readonly #embedded: boolean;
  readonly #goBack: () => void;
  #version = '';
  #grant = '';

  constructor(api: ConsentApi, embedded: boolean, goBack: () => void) {
    this.#api = api;
    this.#embedded = embedded;
    this.#goBack = goBack;
  }

  /** Asks the server whether this visitor has accepted. */
  async check(): Promise<void> {
    try {
      await this.#read();
    } catch {
      if (this.state.peek() === 'checking') {
        this.state.value = 'unreachable';
      }
    }
  }

  async accept(): Promise<void> {
    this.failed.value = false;
    try {
      this.#grant = await this.#api.accept(this.#version, this.#embedded);
      this.state.value = 'open';
    } catch {
      this.failed.value = true;
      // The text may have changed while it was being read.
      await this.check();
    }
  }

  /** Stores nothing, tells nobody, and goes back to where the visitor came from. */
  decline(): void {
    this.state.value = 'declined';
    this.#goBack();
  }

  /** Whoever declined may read the text again. */
  reconsider(): void {
    this.state.value = 'asking';
  }

  async withdraw(): Promise<void> {
    await this.#api.withdraw();
    this.#grant = '';
    await this.check();
  }

  /** The hub's address for this visitor: a browser that keeps no cookie (in a frame) shows the stamp there, and asks again next time. */
  hubAddress(path: string): string {
    return this.#grant === '' ? path : `${path}?consent=${encodeURIComponent(this.#grant)}`;
  }

  async #read(): Promise<void> {
    const { accepted, required, version, de, en } = await this.#api.read();
    this.required.value = required;
    if (accepted) {
      this.state.value = 'open';
    } else if (de && en && !(this.#grant.startsWith(`${version}.`) && this.state.peek() === 'open')) {
      this.#version = version;
      this.texts.value = { de, en };
      this.state.value = 'asking';
    }
  }
}
