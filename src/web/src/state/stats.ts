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

  constructor(call: Call, roster: () => Roster) {
    this.#call = call;
    this.#roster = roster;
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
    return this.#assembler.assemble(entries, carried, roster.size + 1, performance.now());
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
