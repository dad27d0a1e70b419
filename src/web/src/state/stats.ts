import { QualityMeter, type Quality, type QualityEntry } from '../rtc/quality.ts';
import { StatsAssembler, type CallStats, type Carried, type StatsEntry } from '../rtc/stats.ts';
import type { Call } from './call.ts';
import type { Roster } from './roster.ts';

/** How often the counters are looked at while in a room: the running maximum of the sound level needs it. */
const sampleEveryMs = 1_000;

/** Statistics of one call; made when it is entered. */
export class CallMonitor {
  readonly #assembler = new StatsAssembler();
  readonly #call: Call;
  readonly #roster: () => Roster;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #meter = new QualityMeter();
  readonly #onQuality: (quality: ReadonlyMap<string, Quality>) => void;
  #judged = '';

  /** @param onQuality Told whenever somebody is received better or worse than before. */
  constructor(call: Call, roster: () => Roster, onQuality: (quality: ReadonlyMap<string, Quality>) => void = () => undefined) {
    this.#call = call;
    this.#roster = roster;
    this.#onQuality = onQuality;
    this.#timer = setInterval(() => void this.sample().catch(() => undefined), sampleEveryMs);
  }

  async sample(): Promise<CallStats> {
    const entries: StatsEntry[] = [];
    (await this.#call.stats()).forEach((entry: StatsEntry) => entries.push(entry));
    const roster = this.#roster();
    const carried = this.#call.slots.peek().flatMap(({ mid, participantId, kind }): Carried[] => {
      const participant = participantId === null ? undefined : roster.get(participantId);
      return participant ? [{ mid, participant: participant.id, name: participant.name, kind }] : [];
    });
    this.#judge(entries, carried);
    return this.#assembler.assemble(entries, carried, roster.size + 1, performance.now());
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#onQuality(new Map());
  }

  #judge(entries: readonly QualityEntry[], carried: readonly Carried[]): void {
    const quality = this.#meter.judge(entries, carried, this.#call.id, performance.now());
    const judged = JSON.stringify([...quality]);
    if (judged !== this.#judged) {
      this.#judged = judged;
      this.#onQuality(quality);
    }
  }
}
