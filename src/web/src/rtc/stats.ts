import type { Source } from './sources.ts';

/** What a slot carries, as told by the server. */
export interface Carried {
  readonly mid: string;
  readonly participant: string;
  readonly name: string;
  readonly kind: Source;
}

export interface SourceStats {
  participant: string;
  name: string;
  kind: Source;
  framesDecoded: number;
  width: number;
  height: number;
  /** 0..1, the loudest of the last three seconds. */
  audioLevel: number;
  packetsLost: number;
}

/** What `window.sfu.stats()` resolves to. */
export interface CallStats {
  participants: number;
  sources: SourceStats[];
  rttMs: number;
  upBps: number;
  downBps: number;
}

/** The members of `RTCStats` we read, of all kinds in one. */
export interface StatsEntry {
  readonly id: string;
  readonly type: string;
  readonly mid?: string;
  readonly framesDecoded?: number;
  readonly frameWidth?: number;
  readonly frameHeight?: number;
  readonly packetsLost?: number;
  readonly audioLevel?: number;
  readonly totalAudioEnergy?: number;
  readonly totalSamplesDuration?: number;
  readonly nominated?: boolean;
  readonly state?: string;
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
  readonly currentRoundTripTime?: number;
}

const levelWindowMs = 3_000;

interface SlotMemory {
  owner: string;
  framesBefore: number;
  lostBefore: number;
  energy: number;
  duration: number;
  levels: { atMs: number; level: number }[];
}

/**
 * Turns the browser's per-slot counters into per-participant ones. A slot's counters run on when the server puts somebody else
 * into it, so what was counted before is taken off. Fed about once a second while in a room and whenever somebody asks.
 */
export class StatsAssembler {
  readonly #slots = new Map<string, SlotMemory>();
  #bytes: { atMs: number; up: number; down: number } | null = null;
  #rates = { upBps: 0, downBps: 0 };

  assemble(report: Iterable<StatsEntry>, carried: readonly Carried[], participants: number, nowMs: number): CallStats {
    const entries = [...report];
    const inbound = new Map(entries.filter((entry) => entry.type === 'inbound-rtp' && entry.mid !== undefined).map((entry) => [entry.mid, entry]));
    const sources = carried.flatMap((slot) => {
      const entry = inbound.get(slot.mid);
      return entry ? [this.#source(slot, entry, nowMs)] : [];
    });
    const pair = entries.find((entry) => entry.type === 'candidate-pair' && entry.nominated === true && entry.state === 'succeeded');
    if (pair) {
      this.#measure(pair, nowMs);
    }
    return { participants, sources, rttMs: Math.round((pair?.currentRoundTripTime ?? 0) * 1000), ...this.#rates };
  }

  #source(slot: Carried, entry: StatsEntry, nowMs: number): SourceStats {
    const { framesDecoded = 0, packetsLost = 0, totalAudioEnergy = 0, totalSamplesDuration = 0 } = entry;
    const owner = `${slot.participant}/${slot.kind}`;
    let memory = this.#slots.get(slot.mid);
    if (memory?.owner !== owner) {
      // The first to use a slot gets everything that was counted; whoever follows starts at zero.
      const first = memory === undefined;
      memory = {
        owner,
        framesBefore: first ? 0 : framesDecoded,
        lostBefore: first ? 0 : packetsLost,
        energy: first ? 0 : totalAudioEnergy,
        duration: first ? 0 : totalSamplesDuration,
        levels: [],
      };
      this.#slots.set(slot.mid, memory);
    }
    // `audioLevel` is one instant, and short sounds fall between two looks; the energy since the last look misses nothing.
    const energy = totalAudioEnergy - memory.energy;
    const duration = totalSamplesDuration - memory.duration;
    const average = duration > 0 && energy > 0 ? Math.sqrt(energy / duration) : 0;
    memory.energy = totalAudioEnergy;
    memory.duration = totalSamplesDuration;
    memory.levels = memory.levels.filter(({ atMs }) => nowMs - atMs <= levelWindowMs);
    memory.levels.push({ atMs: nowMs, level: Math.min(1, Math.max(entry.audioLevel ?? 0, average)) });
    return {
      participant: slot.participant,
      name: slot.name,
      kind: slot.kind,
      framesDecoded: framesDecoded - memory.framesBefore,
      width: entry.frameWidth ?? 0,
      height: entry.frameHeight ?? 0,
      audioLevel: Math.max(...memory.levels.map(({ level }) => level)),
      packetsLost: packetsLost - memory.lostBefore,
    };
  }

  #measure({ bytesSent = 0, bytesReceived = 0 }: StatsEntry, nowMs: number): void {
    const before = this.#bytes;
    // Two questions within half a second share one answer: a shorter interval says little.
    if (before && nowMs - before.atMs < 500) {
      return;
    }
    if (before) {
      const seconds = (nowMs - before.atMs) / 1000;
      this.#rates = {
        upBps: Math.max(0, Math.round(((bytesSent - before.up) * 8) / seconds)),
        downBps: Math.max(0, Math.round(((bytesReceived - before.down) * 8) / seconds)),
      };
    }
    this.#bytes = { atMs: nowMs, up: bytesSent, down: bytesReceived };
  }
}
