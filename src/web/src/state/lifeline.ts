import { signal } from '@preact/signals';
import type { Call } from './call.ts';
import { isPassing, Refused } from './refusal.ts';

/** `connecting` is the first attempt after joining, `reconnecting` every later one. */
export type Connection = 'connecting' | 'connected' | 'reconnecting' | 'failed';

/** Why the connection failed for good: the server cannot be reached at all, or only media does not get through. */
export type Failure = 'server' | 'media';

/** A short break (a lift, a change of network) heals by itself; libwebrtc reports it after about 5 s without answers. */
const restartAfterMs = 1_000;
/** An ICE restart that has not helped by then will not. */
const restartPatienceMs = 6_000;
/** First connection: ICE and DTLS take well under a second, with losses a few; then media is blocked. */
const mediaPatienceMs = 12_000;
/** Waiting times between attempts to come back; with the jitter two minutes, more than a server's restart and the grace for a seat. */
const retryDelaysMs = [0, 500, 1_000, 2_000, 3_000, 3_000, 3_000, 5_000, 10_000, 15_000, 20_000, 30_000];
/** Media that twice did not come up after joining is blocked on the way. */
const mostMediaFailures = 2;

/** How the session brings a call back. */
export interface Ways {
  /** Another signalling connection for this call. */
  resume(call: Call): Promise<void>;
  /** A new call for the same seat. */
  rejoin(): Promise<Call>;
  /** The new call stands. */
  enter(call: Call): void;
  /** The server does not want this visitor back. */
  refuse(error: Refused): void;
}

/** Keeps a call alive through trouble: watches its media and signalling, restarts ICE, resumes, joins anew. One per session. */
export class Lifeline {
  readonly connection = signal<Connection>('connecting');
  readonly failure = signal<Failure>('server');
  readonly #ways: Ways;
  /** 0..1; spreads the attempts of all who lost the same server at the same moment. */
  readonly #jitter: () => number;
  #call: Call | null = null;
  /** Counts up with every call held and let go; work of an older number gives up. */
  #turn = 0;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #recovering = false;
  #restarted = false;
  #mediaFailures = 0;
  #wake: (() => void) | null = null;

  constructor(ways: Ways, jitter: () => number) {
    this.#ways = ways;
    this.#jitter = jitter;
  }

  /** A call to keep alive; it has just joined. */
  hold(call: Call, connection: Connection): void {
    this.#turn++;
    if (connection === 'connecting') {
      this.#mediaFailures = 0;
    }
    this.#call = call;
    this.#recovering = false;
    this.#restarted = false;
    this.connection.value = connection;
    this.#watchFor(mediaPatienceMs, () => this.#mediaFailed());
    this.mediaChanged();
  }

  /** The stay is over. */
  letGo(): void {
    this.#turn++;
    this.#call = null;
    this.#recovering = false;
    this.#wake?.();
    clearTimeout(this.#watch);
  }

  mediaChanged(): void {
    if (this.#recovering || !this.#call) {
      return; // the old call's trouble is known
    }
    switch (this.#call.mediaState) {
      case 'connected':
        clearTimeout(this.#watch);
        this.#mediaFailures = 0;
        this.#restarted = false;
        this.connection.value = 'connected';
        break;
      case 'disconnected':
        this.connection.value = 'reconnecting';
        this.#watchFor(restartAfterMs, () => void this.#restart());
        break;
      case 'failed':
        this.connection.value = 'reconnecting';
        void this.#restart();
        break;
      case 'connecting':
        break;
    }
  }

  /** Nothing arrives though something has to, or something does again. Said at once; what to do about it waits for the browser's own verdict. */
  listen(silent: boolean): void {
    if (!this.#recovering && this.#call?.mediaState === 'connected' && this.connection.peek() !== 'failed') {
      this.connection.value = silent ? 'reconnecting' : 'connected';
    }
  }

  /** The signalling broke (`mediaFlows`: that alone), or the server has given the media up. */
  lost(mediaFlows: boolean): void {
    void this.#recover(mediaFlows);
  }

  /** Tries again at once: the visitor asked, or the device is back on a network. */
  retry(): void {
    if (this.#recovering) {
      this.#wake?.();
    } else if (this.#call && this.connection.peek() === 'failed') {
      this.#mediaFailures = 0;
      void this.#recover(false);
    }
  }

  async #restart(): Promise<void> {
    const call = this.#call;
    if (!call || this.#restarted) {
      this.#mediaFailed();
      return;
    }
    this.#restarted = true;
    this.#watchFor(restartPatienceMs, () => this.#mediaFailed());
    try {
      await call.restartIce();
    } catch {
      if (call === this.#call) {
        void this.#recover(false);
      }
    }
  }

  #mediaFailed(): void {
    this.#mediaFailures++;
    if (this.#mediaFailures >= mostMediaFailures) {
      this.#fail('media');
    } else {
      void this.#recover(false);
    }
  }

  /** Resumes while the media flows, else joins again for the same seat. The old call plays on until the new one stands. */
  async #recover(mediaFlows: boolean): Promise<void> {
    const call = this.#call;
    if (this.#recovering || !call) {
      return;
    }
    const turn = this.#turn;
    this.#recovering = true;
    this.connection.value = 'reconnecting';
    clearTimeout(this.#watch);
    // The seat's new connection would have this one be told that it is replaced.
    call.deafen();
    let resumable = mediaFlows;
    for (const delayMs of retryDelaysMs) {
      await this.#pause(delayMs * (1 + this.#jitter() / 2));
      if (turn !== this.#turn) {
        return;
      }
      try {
        if (resumable && call.mediaState !== 'failed') {
          try {
            await this.#ways.resume(call);
            if (turn === this.#turn) {
              this.#resumed();
            }
            return;
          } catch (error) {
            if (!(error instanceof Refused)) {
              throw error;
            }
            resumable = false; // the seat is gone or its media is: join with it
          }
          if (turn !== this.#turn) {
            return;
          }
        }
        const next = await this.#ways.rejoin();
        if (turn !== this.#turn) {
          next.close();
          return;
        }
        call.close();
        this.#ways.enter(next);
        return;
      } catch (error) {
        if (turn !== this.#turn) {
          return;
        }
        if (error instanceof Refused && !isPassing(error)) {
          this.#recovering = false;
          this.#ways.refuse(error);
          return;
        }
      }
    }
    this.#recovering = false;
    this.#fail('server');
  }

  #resumed(): void {
    this.#recovering = false;
    this.#restarted = false;
    this.#watchFor(mediaPatienceMs, () => this.#mediaFailed());
    this.mediaChanged();
  }

  #fail(failure: Failure): void {
    clearTimeout(this.#watch);
    this.failure.value = failure;
    this.connection.value = 'failed';
  }

  #watchFor(afterMs: number, then: () => void): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(then, afterMs);
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
