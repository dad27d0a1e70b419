import type { Source } from './sources.ts';

/** How well somebody is received, in three steps that people know from their phones. */
export type Quality = 'good' | 'fair' | 'poor';

/** The members of inbound and remote-inbound `RTCStats` that say how well media arrives. */
export interface QualityEntry {
  readonly type: string;
  readonly mid?: string;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly totalFreezesDuration?: number;
  readonly concealedSamples?: number;
  readonly silentConcealedSamples?: number;
  readonly totalSamplesReceived?: number;
  readonly fractionLost?: number;
  readonly roundTripTime?: number;
}

/** Whose source a slot carries. */
export interface SlotOwner {
  readonly mid: string;
  readonly participant: string;
  readonly kind: Source;
}

/** Long enough for single losses not to flicker, short enough to believe what one sees. */
const windowMs = 5_000;
/** Shares from which on a loss is noticed, and from which on it disturbs. Lost packets are mostly sent again, so they hurt later than freezes. */
const fair = { lost: 0.04, frozen: 0.03, concealed: 0.03, roundTripMs: 400 };
const poor = { lost: 0.12, frozen: 0.15, concealed: 0.1, roundTripMs: 1_000 };
/** Fewer packets say nothing: one lost of ten is no bad line. */
const fewestPackets = 20;

interface Sample {
  readonly atMs: number;
  readonly received: number;
  readonly lost: number;
  readonly frozenMs: number;
  readonly concealed: number;
  readonly heard: number;
}

/** Judges from the browser's counters how well everybody is received. Fed about once a second while in a room. */
export class QualityMeter {
  readonly #slots = new Map<string, { owner: string; samples: Sample[] }>();

  /** Everybody of whom anything arrives; `self` is what the server says about what it gets from here. */
  judge(report: Iterable<QualityEntry>, owners: readonly SlotOwner[], selfId: string, nowMs: number): Map<string, Quality> {
    const entries = [...report];
    const byMid = new Map(entries.filter(({ type, mid }) => type === 'inbound-rtp' && mid !== undefined).map((entry) => [entry.mid!, entry]));
    const found = new Map<string, Quality>();
    const worse = (id: string, quality: Quality | null) => {
      if (quality && rank(quality) >= rank(found.get(id) ?? 'good')) {
        found.set(id, quality);
      }
    };
    for (const { mid, participant, kind } of owners) {
      const entry = byMid.get(mid);
      if (entry) {
        worse(participant, this.#slot(mid, `${participant}/${kind}`, entry, nowMs));
      }
    }
    for (const { type, fractionLost = 0, roundTripTime } of entries) {
      if (type === 'remote-inbound-rtp' && roundTripTime !== undefined) {
        worse(selfId, step({ lost: fractionLost, frozen: 0, concealed: 0, roundTripMs: roundTripTime * 1_000 }));
      }
    }
    return found;
  }

  /** Null while too little has arrived to judge. */
  #slot(mid: string, owner: string, entry: QualityEntry, nowMs: number): Quality | null {
    let memory = this.#slots.get(mid);
    if (memory?.owner !== owner) {
      memory = { owner, samples: [] };
      this.#slots.set(mid, memory);
    }
    const now = sampleOf(entry, nowMs);
    memory.samples = [...memory.samples.filter(({ atMs }) => nowMs - atMs <= windowMs), now];
    const first = memory.samples[0]!;
    const received = now.received - first.received;
    const lost = Math.max(0, now.lost - first.lost);
    if (received + lost < fewestPackets) {
      return null;
    }
    return step({
      lost: lost / (received + lost),
      frozen: (now.frozenMs - first.frozenMs) / (nowMs - first.atMs),
      concealed: (now.concealed - first.concealed) / Math.max(1, now.heard - first.heard),
      roundTripMs: 0,
    });
  }
}

function sampleOf(entry: QualityEntry, atMs: number): Sample {
  return {
    atMs,
    received: entry.packetsReceived ?? 0,
    lost: entry.packetsLost ?? 0,
    frozenMs: (entry.totalFreezesDuration ?? 0) * 1_000,
    // What is made up while nobody speaks is not heard.
    concealed: (entry.concealedSamples ?? 0) - (entry.silentConcealedSamples ?? 0),
    heard: entry.totalSamplesReceived ?? 0,
  };
}

function step(seen: typeof fair): Quality {
  const beyond = (limit: typeof fair) => (Object.keys(limit) as (keyof typeof fair)[]).some((key) => seen[key] >= limit[key]);
  return beyond(poor) ? 'poor' : beyond(fair) ? 'fair' : 'good';
}

function rank(quality: Quality): number {
  return quality === 'good' ? 0 : quality === 'fair' ? 1 : 2;
}
