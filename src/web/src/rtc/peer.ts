import { limitEncodings, type SendChoice } from './encodings.ts';
import { hearStereo } from './stereo.ts';
import { sourceMids, sources, type Source } from './sources.ts';

/** How the media connection is: a summary of `RTCPeerConnection.connectionState`. */
export type PeerState = 'connecting' | 'connected' | 'disconnected' | 'failed';

/**
 * The one connection of a participation. The server's offer is answered once; afterwards sources change by `replaceTrack`
 * and slots by what the server tells, so only an ICE restart brings another offer. Owned by one `Call`, dies with it.
 */
export interface Peer {
  /** Answers the server's offer and gives the answer's SDP. Candidates are not waited for: the server is ICE-lite. */
  accept(offer: string): Promise<string>;
  /** What is sent on a source's section from now on; null sends nothing. */
  send(source: Source, track: MediaStreamTrack | null): Promise<void>;
  /** What arrives on a slot. The stream stays the same whatever the server puts into the slot. */
  stream(mid: string): MediaStream | null;
  /** Whose frames arrived on a slot lately, by the numbers the server gives to sources. */
  contributors(mid: string): readonly RTCRtpContributingSource[];
  stats(): Promise<RTCStatsReport>;
  close(): void;
}

export function createPeer(onState: (state: PeerState) => void, choice?: () => SendChoice): Peer {
  return new BrowserPeer(onState, choice);
}

class BrowserPeer implements Peer {
  readonly #connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  readonly #streams = new Map<string, MediaStream>();

  readonly #choice: (() => SendChoice) | undefined;

  constructor(onState: (state: PeerState) => void, choice?: () => SendChoice) {
    this.#choice = choice;
    this.#connection.addEventListener('connectionstatechange', () => {
      const state = this.#connection.connectionState;
      if (state !== 'closed') {
        onState(state === 'new' ? 'connecting' : state);
      }
    });
  }

  async accept(offer: string): Promise<string> {
    const connection = this.#connection;
    await connection.setRemoteDescription({ type: 'offer', sdp: offer });
    for (const source of sources) {
      const transceiver = this.#transceiver(sourceMids[source]);
      if (transceiver) {
        transceiver.direction = 'sendonly';
      }
    }
    const answer = await connection.createAnswer();
    await connection.setLocalDescription({ type: 'answer', sdp: hearStereo(answer.sdp ?? '') });
    await Promise.all(sources.map((source) => this.#limit(source)));
    return connection.localDescription?.sdp ?? '';
  }

  async send(source: Source, track: MediaStreamTrack | null): Promise<void> {
    const sender = this.#transceiver(sourceMids[source])?.sender;
    if (!sender || (sender.track === track && !track)) {
      return;
    }
    if (sender.track !== track) {
      await sender.replaceTrack(track);
    }
    // Also for a track that is sent already: the visitor may have chosen another quality.
    if (track) {
      await this.#limit(source);
    }
  }

  stream(mid: string): MediaStream | null {
    const known = this.#streams.get(mid);
    if (known) {
      return known;
    }
    const track = this.#transceiver(mid)?.receiver.track;
    if (!track) {
      return null;
    }
    const stream = new MediaStream([track]);
    this.#streams.set(mid, stream);
    return stream;
  }

  contributors(mid: string): readonly RTCRtpContributingSource[] {
    return this.#transceiver(mid)?.receiver.getContributingSources() ?? [];
  }

  stats(): Promise<RTCStatsReport> {
    return this.#connection.getStats();
  }

  close(): void {
    this.#connection.close();
  }

  /** Sets our bit rates and scales. A browser that refuses keeps its own, which costs quality but not the call. */
  async #limit(source: Source): Promise<void> {
    const sender = this.#transceiver(sourceMids[source])?.sender;
    const parameters = sender?.getParameters();
    if (sender && parameters?.encodings?.length) {
      await sender.setParameters(limitEncodings(source, parameters, this.#choice?.())).catch(() => undefined);
    }
  }

  #transceiver(mid: string): RTCRtpTransceiver | undefined {
    return this.#connection.getTransceivers().find((transceiver) => transceiver.mid === mid);
  }
}
