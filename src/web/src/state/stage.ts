import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { ViewItem } from '../signaling/contract.g.ts';
import type { Size } from './layout.ts';
import type { LocalMedia } from './local.ts';
import { slotOf } from './roster.ts';
import type { Session } from './session.ts';
import { arrange, tilesOf, viewOf, type Arrangement, type Tile } from './tiles.ts';

/** Tiles resize while somebody drags the window; the server is told when that pauses. */
const viewDelayMs = 150;

/** What the stage shows: which tiles where, which slot is in which tile, and what the server is asked for. One per page. */
export class Stage {
  /** Size of the stage element in CSS pixels. */
  readonly size = signal<Size>({ width: 0, height: 0 });
  readonly page = signal(0);
  readonly hidden = signal(false);
  readonly pixelRatio = signal(1);
  readonly arrangement: ReadonlySignal<Arrangement>;
  readonly #session: Session;
  readonly #view: ReadonlySignal<readonly ViewItem[]>;

  constructor(session: Session, local: LocalMedia) {
    this.#session = session;
    this.arrangement = computed(() => {
      const call = session.call.value;
      if (!call) {
        return { placed: [], page: 0, pages: 1 };
      }
      const self = { id: call.id, name: call.name, mic: local.isOn('mic'), camera: local.isOn('camera'), screen: local.isOn('screen') };
      return arrange(tilesOf(self, this.#session.meeting.roster.value), this.size.value, call.videoSlots.length, this.page.value);
    });
    this.#view = computed(() => viewOf(this.arrangement.value, this.pixelRatio.value, this.hidden.value));
  }

  /** What is received for a tile now, or null while nothing is. */
  stream(tile: Tile): MediaStream | null {
    const call = this.#session.call.value;
    const mid = call && slotOf(call.slots.value, tile.participantId, tile.kind);
    return call && mid ? call.stream(mid) : null;
  }

  speaks(tile: Tile): boolean {
    return tile.kind === 'camera' && (this.#session.call.value?.speakers.value.includes(tile.participantId) ?? false);
  }

  /** Keeps the server informed from now on; returns how to stop. */
  report(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let sent = '';
    let sentTo: unknown = null;
    const stop = effect(() => {
      const call = this.#session.call.value;
      const view = this.#view.value;
      clearTimeout(timer);
      if (!call || this.size.value.width === 0) {
        return;
      }
      // Whoever has just come has waited long enough.
      const delayMs = sentTo === call ? viewDelayMs : 0;
      timer = setTimeout(() => {
        const text = JSON.stringify(view);
        if (text !== sent || sentTo !== call) {
          sent = text;
          sentTo = call;
          call.setView(view);
        }
      }, delayMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }
}
