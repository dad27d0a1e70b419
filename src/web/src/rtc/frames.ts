/** What a receiver says about the sources of its recent frames. */
export type CarriedFrames = readonly Pick<RTCRtpContributingSource, 'source' | 'rtpTimestamp'>[];

/**
 * Tells whose frames a slot shows. The server marks every packet with a number of its source (as CSRC), and a slot's timestamps only grow;
 * so a frame later than the last one of every other source is the new source's. Which number belongs to whom is learned while
 * watching: a number stays with its source for a whole call. Owned by one call.
 */
export class FrameOwners {
  readonly #owners = new Map<number, string>();

  /**
   * Whether a frame with this timestamp is of this source. Without a timestamp (older browsers) the newest frame is meant.
   * @param settled The slot has been this source's for so long that whatever comes now must be of it.
   */
  accepts(source: string, carried: CarriedFrames, rtpTimestamp: number | undefined, settled: boolean): boolean {
    if (carried.length === 0) {
      return settled; // a browser that does not tell
    }
    const foreign = settled ? [] : carried.filter((entry) => (this.#owners.get(entry.source) ?? source) !== source);
    const own = carried.filter((entry) => !foreign.includes(entry));
    const newest = own.reduce<CarriedFrames[number] | null>((best, entry) => (best && isLater(best.rtpTimestamp, entry.rtpTimestamp) ? best : entry), null);
    if (!newest || foreign.some((entry) => !isLater(rtpTimestamp ?? newest.rtpTimestamp, entry.rtpTimestamp))) {
      return false;
    }
    this.#owners.set(newest.source, source);
    return true;
  }
}

/** RTP timestamps wrap around. */
function isLater(left: number, right: number): boolean {
  return ((left - right) | 0) > 0;
}
