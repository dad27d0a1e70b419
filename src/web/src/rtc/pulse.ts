/** The members of `RTCStats` that say whether anything comes and goes. */
export interface PulseEntry {
  readonly type: string;
  readonly mid?: string;
  readonly bytesReceived?: number;
  readonly responsesReceived?: number;
  readonly packetsSent?: number;
  readonly packetsReceived?: number;
}

/** Somebody's camera that the server sends in a slot. */
export interface ShownCamera {
  readonly mid: string;
  readonly participant: string;
}

/** While media flows something arrives all the time: frames, and the server's feedback to ours, every second at the least. */
const silenceMs = 1_250;
/** A line on which things come seldom is given twice its longest pause, but a pause counts for no more than this. */
const longestPauseMs = 2_000;
/** A rare pause is forgotten within some seconds: it counts for so much less at every look. */
const keeps = 0.9;
/** The page was asleep: what happened meanwhile says nothing. */
const asleepMs = 2_000;

/**
 * Notices that a line is dead before the browser does, which takes five seconds and more: nothing arrives, not even an answer to a
 * connectivity check, though something has to. While nothing is sent either way that cannot be known. Time is an argument.
 */
export class Pulse {
  #lookedMs = 0;
  #aliveMs = 0;
  /** From when on something that was sent waits for the server's feedback; null while nothing does. */
  #unansweredMs: number | null = null;
  #pauseMs = 0;
  #silent = false;
  #arrived = -1;
  #sent = 0;
  #packets: ReadonlyMap<string, number> = new Map();
  /** Cameras that were coming when anything last did. */
  #coming: readonly string[] = [];

  /** True while the line is dead. To be asked a few times a second. */
  isSilent(report: Iterable<PulseEntry>, cameras: readonly ShownCamera[], nowMs: number): boolean {
    const entries = [...report];
    const beforeMs = this.#lookedMs;
    this.#lookedMs = nowMs;
    const arrived = sum(entries, 'candidate-pair', ({ bytesReceived = 0, responsesReceived = 0 }) => bytesReceived + responsesReceived);
    const sent = sum(entries, 'outbound-rtp', ({ packetsSent = 0 }) => packetsSent);
    if (sent > this.#sent) {
      this.#unansweredMs ??= Math.max(beforeMs, this.#aliveMs);
    }
    this.#sent = sent;
    const wasAsleep = nowMs - beforeMs > asleepMs;
    const owedMs = cameras.some((one) => this.#coming.includes(nameOf(one))) ? this.#aliveMs : this.#unansweredMs;
    if (arrived === this.#arrived && !wasAsleep) {
      this.#silent = owedMs !== null && nowMs - owedMs >= Math.max(silenceMs, 2 * this.#pauseMs);
      return this.#silent;
    }
    const pauseMs = owedMs === null || wasAsleep || this.#silent ? 0 : nowMs - owedMs;
    this.#pauseMs = Math.min(longestPauseMs, Math.max(pauseMs, this.#pauseMs * keeps));
    this.#arrived = arrived;
    this.#aliveMs = nowMs;
    this.#unansweredMs = null;
    this.#silent = false;
    const packets = new Map(entries.flatMap(({ type, mid, packetsReceived = 0 }) => (type === 'inbound-rtp' && mid !== undefined ? [[mid, packetsReceived] as const] : [])));
    this.#coming = cameras.filter(({ mid }) => (packets.get(mid) ?? 0) > (this.#packets.get(mid) ?? 0)).map(nameOf);
    this.#packets = packets;
    return false;
  }
}

function sum(entries: readonly PulseEntry[], type: string, count: (entry: PulseEntry) => number): number {
  return entries.reduce((all, entry) => (entry.type === type ? all + count(entry) : all), 0);
}

function nameOf({ mid, participant }: ShownCamera): string {
  return `${mid}/${participant}`;
}
