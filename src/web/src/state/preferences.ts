import { signal, type ReadonlySignal } from '@preact/signals';
import type { ScreenContent } from '../rtc/capture.ts';
import type { SendChoice } from '../rtc/encodings.ts';

/** What one can set to one's taste. Everything has a good value from the start. */
export interface Taste {
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
  readonly music: boolean;
  readonly screenContent: ScreenContent;
  /** Send and receive as little as possible. */
  readonly saver: boolean;
  readonly theme: 'auto' | 'light' | 'dark';
  readonly sounds: boolean;
  /** Say so when one talks while muted. */
  readonly mutedHint: boolean;
  /** Keys without Ctrl or Alt; whoever dictates or has a tremor switches them off (WCAG 2.1.4). */
  readonly shortcuts: boolean;
  /** All tiles alike, or whoever speaks large. */
  readonly layout: 'grid' | 'speaker';
  /** Where one sees oneself. */
  readonly selfView: 'grid' | 'floating' | 'hidden';
}

export const standard: Taste = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  music: false,
  screenContent: 'text',
  saver: false,
  theme: 'auto',
  sounds: true,
  mutedHint: true,
  shortcuts: true,
  layout: 'grid',
  selfView: 'grid',
};

const choices: Partial<Record<keyof Taste, readonly unknown[]>> = { screenContent: ['text', 'motion'], theme: ['auto', 'light', 'dark'], layout: ['grid', 'speaker'], selfView: ['grid', 'floating', 'hidden'] };

/** Takes only what has the right shape: an older version may have written it. */
export function readTaste(kept: unknown): Taste {
  const found = (kept ?? {}) as Partial<Record<keyof Taste, unknown>>;
  const right = (Object.keys(standard) as (keyof Taste)[]).filter((key) => choices[key]?.includes(found[key]) ?? typeof found[key] === typeof standard[key]);
  return { ...standard, ...Object.fromEntries(right.map((key) => [key, found[key]])) };
}

/** The visitor's taste while the page lives; whether the device keeps it is the memory's business. One per page. */
export class Preferences {
  readonly #taste;
  /** Called after a change, with what changed. */
  onChange: (changed: Partial<Taste>) => void = () => undefined;

  constructor(kept: unknown) {
    this.#taste = signal(readTaste(kept));
  }

  get taste(): ReadonlySignal<Taste> {
    return this.#taste;
  }

  set(changed: Partial<Taste>): void {
    this.#taste.value = { ...this.#taste.peek(), ...changed };
    this.onChange(changed);
  }

  sending(): SendChoice {
    const { music, saver } = this.#taste.peek();
    return { music, saver };
  }
}
