import type { Source } from './sources.ts';
import { sourceMids } from './sources.ts';
import type { Carried } from './stats.ts';

/** The members of `RTCStats` that the statistics sheet reads, of all kinds in one. */
export interface DetailEntry {
  readonly id: string;
  readonly type: string;
  readonly mid?: string;
  readonly rid?: string;
  readonly active?: boolean;
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly fractionLost?: number;
  readonly localId?: string;
  readonly frameWidth?: number;
  readonly frameHeight?: number;
  readonly framesPerSecond?: number;
  readonly qualityLimitationReason?: string;
  readonly jitter?: number;
  readonly codecId?: string;
  readonly mimeType?: string;
  readonly sdpFmtpLine?: string;
  readonly nominated?: boolean;
  readonly state?: string;
  readonly currentRoundTripTime?: number;
  readonly availableOutgoingBitrate?: number;
  readonly localCandidateId?: string;
  readonly candidateType?: string;
  readonly protocol?: string;
}

/** One stream in one direction. */
export interface StreamDetails {
  /** Whose; empty for one's own. */
  readonly name: string;
  readonly kind: Source;
  /** Simulcast layer, of what one sends. */
  readonly layer: string;
  readonly codec: string;
  readonly kbps: number;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** Share of packets lost since the last look, 0..1. */
  readonly lost: number;
  /** What keeps the picture smaller than it could be. */
  readonly limitedBy: 'cpu' | 'bandwidth' | null;
}

export type Route = 'udp' | 'tcp' | 'relay' | null;

export interface Details {
  readonly upKbps: number;
  readonly downKbps: number;
  readonly rttMs: number;
  /** What the browser believes the line can carry upwards; 0: unknown. */
  readonly availableUpKbps: number;
  readonly route: Route;
  readonly sent: readonly StreamDetails[];
  readonly received: readonly StreamDetails[];
}

interface Counted {
  readonly atMs: number;
  readonly bytes: number;
  readonly packets: number;
  readonly lost: number;
}

const sourceOfMid = new Map(Object.entries(sourceMids).map(([source, mid]) => [mid, source as Source]));

/** Turns counters into numbers per second. Fed about once a second while the sheet is open. */
export class DetailsAssembler {
  #before = new Map<string, Counted>();

  assemble(report: Iterable<DetailEntry>, carried: readonly Carried[], nowMs: number): Details {
    const entries = [...report];
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    const next = new Map<string, Counted>();
    const rate = (key: string, bytes = 0, packets = 0, lost = 0) => {
      const before = this.#before.get(key);
      next.set(key, { atMs: nowMs, bytes, packets, lost });
      const seconds = before ? (nowMs - before.atMs) / 1_000 : 0;
      const newPackets = before ? packets - before.packets : 0;
      const newLost = before ? Math.max(0, lost - before.lost) : 0;
      return {
        kbps: before && seconds > 0 ? Math.max(0, Math.round(((bytes - before.bytes) * 8) / seconds / 1_000)) : 0,
        lost: newPackets + newLost > 0 ? newLost / (newPackets + newLost) : 0,
      };
    };
    const codecOf = ({ codecId = '' }: DetailEntry) => codecText(byId.get(codecId));
    const pair = entries.find(({ type, nominated, state }) => type === 'candidate-pair' && nominated === true && state === 'succeeded');
    const details: Details = {
      upKbps: rate('up', pair?.bytesSent).kbps,
      downKbps: rate('down', pair?.bytesReceived).kbps,
      rttMs: Math.round((pair?.currentRoundTripTime ?? 0) * 1_000),
      availableUpKbps: Math.round((pair?.availableOutgoingBitrate ?? 0) / 1_000),
      route: routeOf(byId.get(pair?.localCandidateId ?? '')),
      sent: entries.flatMap((entry) => {
        const kind = entry.type === 'outbound-rtp' ? sourceOfMid.get(entry.mid ?? '') : undefined;
        if (!kind) {
          return [];
        }
        const { kbps } = rate(entry.id, entry.bytesSent);
        const remote = entries.find(({ type, localId }) => type === 'remote-inbound-rtp' && localId === entry.id);
        const idle = kbps === 0 && (entry.active === false || !entry.bytesSent);
        return idle ? [] : [{ ...shape(entry, codecOf(entry)), name: '', kind, layer: entry.rid ?? '', kbps, lost: remote?.fractionLost ?? 0 }];
      }).sort((one, other) => one.width - other.width),
      received: carried.flatMap(({ mid, name, kind, participant }) => {
        const entry = entries.find((candidate) => candidate.type === 'inbound-rtp' && candidate.mid === mid);
        // A slot's counters run on when somebody else is put into it.
        return entry
          ? [{ ...shape(entry, codecOf(entry)), name, kind, layer: '', ...rate(`${mid}/${participant}/${kind}`, entry.bytesReceived, entry.packetsReceived, entry.packetsLost) }]
          : [];
      }),
    };
    this.#before = next;
    return details;
  }
}

function shape(entry: DetailEntry, codec: string) {
  const reason = entry.qualityLimitationReason;
  return {
    codec,
    width: entry.frameWidth ?? 0,
    height: entry.frameHeight ?? 0,
    fps: Math.round(entry.framesPerSecond ?? 0),
    limitedBy: reason === 'cpu' || reason === 'bandwidth' ? (reason as 'cpu' | 'bandwidth') : null,
  };
}

function codecText(codec: DetailEntry | undefined): string {
  const name = codec?.mimeType?.split('/')[1] ?? '';
  return /(^|;)stereo=1/.test(codec?.sdpFmtpLine ?? '') ? `${name} stereo` : name;
}

function routeOf(local: DetailEntry | undefined): Route {
  if (!local) {
    return null;
  }
  return local.candidateType === 'relay' ? 'relay' : local.protocol === 'tcp' ? 'tcp' : 'udp';
}
