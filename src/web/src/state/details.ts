import { DetailsAssembler, type DetailEntry, type Details, type StreamDetails } from '../rtc/details.ts';
import { session } from './app.ts';

export type { Details, StreamDetails };

const lookEveryMs = 1_000;

/** Tells the numbers of the call once a second until stopped; null while there is none. */
export function watchDetails(onDetails: (details: Details | null) => void): () => void {
  let assembler = new DetailsAssembler();
  let of = session.call.peek();
  const look = async () => {
    const call = session.call.peek();
    if (call !== of) {
      of = call;
      assembler = new DetailsAssembler();
    }
    const report = await call?.stats().catch(() => null);
    if (!call || !report) {
      onDetails(null);
      return;
    }
    const entries: DetailEntry[] = [];
    report.forEach((entry: DetailEntry) => entries.push(entry));
    const roster = session.meeting.roster.peek();
    const carried = call.slots.peek().flatMap(({ mid, participantId, kind }) => {
      const participant = participantId === null ? undefined : roster.get(participantId);
      return participant ? [{ mid, participant: participant.id, name: participant.name, kind }] : [];
    });
    onDetails(assembler.assemble(entries, carried, performance.now()));
  };
  void look();
  const timer = setInterval(() => void look(), lookEveryMs);
  return () => clearInterval(timer);
}
