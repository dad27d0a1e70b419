import type { TalkTimeItem } from '../signaling/contract.g.ts';

export interface TalkShare extends TalkTimeItem {
  /** Of all that was spoken, 0 to 100, whole. */
  readonly percent: number;
  /** Of the longest, 0 to 1, for drawing. */
  readonly part: number;
}

/** Each person's part in what was spoken, longest first as the server gives it. */
export function sharesOf(items: readonly TalkTimeItem[]): TalkShare[] {
  const whole = items.reduce((sum, { spokeMs }) => sum + spokeMs, 0);
  const most = Math.max(0, ...items.map(({ spokeMs }) => spokeMs));
  return items.map((item) => ({ ...item, percent: whole === 0 ? 0 : Math.round((100 * item.spokeMs) / whole), part: most === 0 ? 0 : item.spokeMs / most }));
}

/** A duration as minutes and seconds, with hours where there are any: 0:07, 12:30, 1:02:03. */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
