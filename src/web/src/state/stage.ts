import { computed, effect, signal, untracked, type ReadonlySignal } from '@preact/signals';
import type { ViewItem } from '../signaling/contract.g.ts';
import type { Quality } from '../rtc/quality.ts';
import type { Corner, Size } from './layout.ts';
import type { LocalMedia } from './local.ts';
import { slotOf } from './roster.ts';
import type { Preferences } from './preferences.ts';
import type { Session } from './session.ts';
import { SpeakerTrack } from './speakers.ts';
import { arrange, emptyStage, keyOf, largeOf, tilesOf, viewOf, type Arrangement, type Elsewhere, type SelfView, type Tile, type Tiles } from './tiles.ts';

/** Tiles resize while somebody drags the window; the server is told when that pauses. */
const viewDelayMs = 150;
/** Windows of their own are about this large; the browser does not say before they are open. */
const floatingWindow: Size = { width: 480, height: 270 };

export type { Corner, Quality };
export type Layout = 'grid' | 'speaker';

/** What the stage shows: which tiles where, which slot is in which tile, and what the server is asked for. One per page. */
export class Stage {
  /** Size of the stage element in CSS pixels. */
  readonly size = signal<Size>({ width: 0, height: 0 });
  readonly page = signal(0);
  /** The page is not seen: another tab is in front. */
  readonly hidden = signal(false);
  /** Something lies over the whole stage, as a panel does on a phone. */
  readonly covered = signal(false);
  readonly pixelRatio = signal(1);
  readonly corner = signal<Corner>('bottom-right');
  /** Key of the tile that fills the screen. */
  readonly fullScreen = signal<string | null>(null);
  /** Key of the tile that is shown in a window of its own. */
  readonly ownWindow = signal<string | null>(null);
  /** How well others are received, by participant. */
  readonly quality = signal<ReadonlyMap<string, Quality>>(new Map());
  readonly tiles: ReadonlySignal<Tiles>;
  readonly arrangement: ReadonlySignal<Arrangement>;
  /** Key of the tile that is large now, whatever made it so. */
  readonly large: ReadonlySignal<string | null>;
  /** Somebody who speaks on a page of the stage that is not shown. */
  readonly speaksElsewhere: ReadonlySignal<{ readonly name: string; readonly page: number } | null>;
  /** Nobody sees the tiles: nothing is drawn or asked for. */
  readonly unseen: ReadonlySignal<boolean>;
  readonly #session: Session;
  readonly #preferences: Preferences;
  readonly #pinned = signal<string | null>(null);
  readonly #shares = signal<readonly string[]>([]);
  readonly #track = new SpeakerTrack();
  readonly #marked = signal<ReadonlySet<string>>(new Set());
  readonly #speaker = signal<string | null>(null);
  readonly #view: ReadonlySignal<readonly ViewItem[]>;

  constructor(session: Session, local: LocalMedia, preferences: Preferences) {
    this.#session = session;
    this.#preferences = preferences;
    const { taste } = preferences;
    const { meeting } = session;
    this.unseen = computed(() => this.hidden.value || this.covered.value);
    this.tiles = computed(() => {
      const call = session.call.value;
      if (!call) {
        return { screens: [], people: [], own: [] };
      }
      const { guest = false, hand = 0 } = meeting.self.value ?? {};
      const self = { id: call.id, name: call.name, mic: local.isOn('mic'), camera: local.isOn('camera'), screen: local.isOn('screen'), guest, hand };
      return tilesOf(self, meeting.roster.value);
    });
    this.large = computed(() =>
      largeOf(this.tiles.value, {
        pinned: this.#pinned.value,
        shares: this.#shares.value,
        speakerView: taste.value.layout === 'speaker',
        speaker: this.#speaker.value,
      }),
    );
    this.arrangement = computed(() => {
      const call = session.call.value;
      const wish = { large: this.large.value, selfView: taste.value.selfView, page: this.page.value };
      return call ? arrange(this.tiles.value, this.size.value, call.videoSlots.length, wish) : emptyStage;
    });
    this.speaksElsewhere = computed(() => {
      const { elsewhere } = this.arrangement.value;
      const tile = this.tiles.value.people.find((one) => elsewhere.has(one.key) && this.speaks(one));
      return tile ? { name: tile.name, page: elsewhere.get(tile.key)! } : null;
    });
    this.#view = computed(() =>
      viewOf(this.arrangement.value, this.tiles.value, {
        pixelRatio: this.pixelRatio.value,
        hidden: this.unseen.value,
        small: taste.value.saver,
        videoSlots: session.call.value?.videoSlots.length ?? 0,
        elsewhere: this.#elsewhere(),
      }),
    );
  }

  get layout(): Layout {
    return this.#preferences.taste.value.layout;
  }

  /** Whoever chooses a layout wants to see it: what was pinned is let go. */
  setLayout(layout: Layout): void {
    this.#preferences.set({ layout });
    this.unpin();
  }

  get selfView(): SelfView {
    return this.#preferences.taste.value.selfView;
  }

  showSelf(selfView: SelfView): void {
    this.#preferences.set({ selfView });
  }

  /** Shows somebody, or a screen, large until it is taken back or gone. */
  pin(participantId: string, kind: Tile['kind'] = 'camera'): void {
    this.#pinned.value = keyOf(participantId, kind);
  }

  unpin(): void {
    this.#pinned.value = null;
  }

  togglePin(participantId: string, kind: Tile['kind'] = 'camera'): void {
    this.isPinned(participantId, kind) ? this.unpin() : this.pin(participantId, kind);
  }

  isPinned(participantId: string, kind: Tile['kind'] = 'camera'): boolean {
    return this.#pinned.value === keyOf(participantId, kind);
  }

  /** Goes to the next or previous page of people, if there is one. */
  turn(by: -1 | 1): void {
    const { page, pages } = this.arrangement.peek();
    this.page.value = Math.min(pages - 1, Math.max(0, page + by));
  }

  /** What is received for a tile now, or null while nothing is. */
  stream(tile: Tile): MediaStream | null {
    const call = this.#session.call.value;
    const mid = call && slotOf(call.slots.value, tile.participantId, tile.kind);
    return call && mid ? call.stream(mid) : null;
  }

  /**
   * The frame a video shows really is of this tile, not the last one of whoever had the slot before.
   * @param settled The video has waited so long that nothing else can come.
   */
  owns(tile: Tile, rtpTimestamp: number | undefined, settled: boolean): boolean {
    const call = this.#session.call.peek();
    const mid = call && slotOf(call.slots.peek(), tile.participantId, tile.kind);
    return call && mid ? call.owns(mid, tile.key, rtpTimestamp, settled) : false;
  }

  speaks(tile: Tile): boolean {
    return tile.kind === 'camera' && this.#marked.value.has(tile.participantId);
  }

  /** Keeps the server informed, and the stage up to date, from now on; returns how to stop. */
  report(): () => void {
    const stops = [this.#reportView(), this.#followSpeakers(), this.#followShares()];
    return () => stops.forEach((stop) => stop());
  }

  #elsewhere(): Elsewhere[] {
    const fullScreen = this.fullScreen.value;
    const ownWindow = this.ownWindow.value;
    return [
      ...(fullScreen ? [{ key: fullScreen, always: false, width: 1920, height: 1080 }] : []),
      ...(ownWindow ? [{ key: ownWindow, always: true, ...floatingWindow }] : []),
    ];
  }

  #reportView(): () => void {
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

  #followSpeakers(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const take = () => {
      clearTimeout(timer);
      const call = this.#session.call.peek();
      const heard = call?.speakers.peek() ?? [];
      const nowMs = Date.now();
      this.#track.update(heard, nowMs);
      this.#marked.value = this.#track.marked;
      // One sees oneself large only when asked for.
      this.#speaker.value = this.#track.current === call?.id ? this.#speaker.peek() : this.#track.current;
      if (this.#track.dueMs !== null) {
        timer = setTimeout(take, Math.max(0, this.#track.dueMs - nowMs));
      }
    };
    const stop = effect(() => {
      void this.#session.call.value?.speakers.value;
      untracked(take);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }

  /** Which share is the newest is known only by watching; and what is gone is not pinned any more. */
  #followShares(): () => void {
    return effect(() => {
      const { screens, people, own } = this.tiles.value;
      const inRoom = this.#session.call.value !== null;
      untracked(() => {
        const present = screens.map(({ key }) => key);
        const known = this.#shares.peek();
        const begun = present.filter((key) => !known.includes(key)).reverse();
        const kept = known.filter((key) => present.includes(key));
        if (begun.length > 0 || kept.length < known.length) {
          this.#shares.value = [...begun, ...kept];
        }
        const gone = (key: string | null) => key !== null && ![...screens, ...people, ...own].some((tile) => tile.key === key);
        if (gone(this.#pinned.peek())) {
          this.#pinned.value = null;
        }
        if (gone(this.ownWindow.peek())) {
          this.ownWindow.value = null;
        }
        if (!inRoom) {
          this.page.value = 0;
        }
      });
    });
  }
}
