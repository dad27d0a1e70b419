import { signal, type ReadonlySignal } from '@preact/signals';
import type { PeerState } from '../rtc/peer.ts';
import type { StunAnswer } from '../rtc/stun.ts';
import type { JoinRequest, JoinResult, ProblemCode, Reply } from '../signaling/contract.g.ts';

export type StepName = 'web' | 'hub' | 'udp' | 'media';

/** What became of a step; each has a text in every language. */
export type Outcome =
  | 'waiting'
  | 'running'
  | 'web-good' | 'web-bad'
  | 'hub-good' | 'hub-bad'
  | 'udp-good' | 'udp-bad' | 'udp-unclear' | 'udp-tcp'
  | 'media-udp' | 'media-tcp' | 'media-relay' | 'media-bad' | 'media-closed'
  | 'skipped';

/** On which ports and addresses the server takes media. */
export interface Ports {
  readonly media: readonly number[];
  readonly addresses: readonly string[];
}

/** Signalling and media of the test, without the room around them. */
export interface TestHub {
  join(request: JoinRequest): Promise<Reply<JoinResult>>;
  answer(sdp: string): Promise<unknown>;
  leave(): Promise<unknown>;
  stop(): void;
}

export interface TestPeer {
  accept(offer: string): Promise<string>;
  route(): Promise<'udp' | 'tcp' | 'relay' | null>;
  close(): void;
}

export interface TestEnvironment {
  readPorts(): Promise<Ports>;
  connectHub(): Promise<TestHub>;
  createPeer(onState: (state: PeerState) => void): TestPeer;
  askStun(addresses: readonly string[], port: number): Promise<StunAnswer>;
  /** Eight random letters: a room nobody is in. */
  randomName(): string;
}

const mediaPatienceMs = 10_000;
/** Refusals that only say that a stranger may open no room here. */
const closedDoors: readonly ProblemCode[] = ['code-required', 'link-required', 'not-started', 'waiting', 'guests-not-allowed'];

/** Finds out what does not get through to the server. A connection for media is made in a room of its own, which is gone with it. */
export class SelfTest {
  readonly #environment: TestEnvironment;
  readonly #steps = signal<Readonly<Record<StepName, Outcome>>>({ web: 'waiting', hub: 'waiting', udp: 'waiting', media: 'waiting' });
  readonly #ports = signal<Ports>({ media: [], addresses: [] });
  readonly #running = signal(false);

  constructor(environment: TestEnvironment) {
    this.#environment = environment;
  }

  get steps(): ReadonlySignal<Readonly<Record<StepName, Outcome>>> {
    return this.#steps;
  }

  get ports(): ReadonlySignal<Ports> {
    return this.#ports;
  }

  get running(): ReadonlySignal<boolean> {
    return this.#running;
  }

  async run(): Promise<void> {
    if (this.#running.peek()) {
      return;
    }
    this.#running.value = true;
    this.#steps.value = { web: 'running', hub: 'waiting', udp: 'waiting', media: 'waiting' };
    try {
      await this.#run();
    } finally {
      this.#running.value = false;
    }
  }

  async #run(): Promise<void> {
    try {
      this.#ports.value = await this.#environment.readPorts();
    } catch {
      this.#set({ web: 'web-bad', hub: 'skipped', udp: 'skipped', media: 'skipped' });
      return;
    }
    this.#set({ web: 'web-good', hub: 'running', udp: 'running' });
    const { addresses, media } = this.#ports.peek();
    const stun = this.#environment.askStun(addresses, media[0] ?? 0).catch((): StunAnswer => 'unclear');
    const reached = await this.#tryMedia();
    if (reached === 'media-udp') {
      // Media that flows proves more than a question that may have been lost.
      this.#set({ media: reached, udp: 'udp-good' });
      return;
    }
    this.#set({ media: reached });
    if (reached === 'media-tcp' || reached === 'media-relay') {
      this.#set({ udp: 'udp-tcp' });
      return;
    }
    const answer = await stun;
    this.#set({ udp: answer === 'answered' ? 'udp-good' : answer === 'silent' || reached === 'media-bad' ? 'udp-bad' : 'udp-unclear' });
  }

  async #tryMedia(): Promise<Outcome> {
    let hub: TestHub;
    try {
      hub = await this.#environment.connectHub();
    } catch {
      this.#set({ hub: 'hub-bad' });
      return 'skipped';
    }
    this.#set({ hub: 'hub-good', media: 'running' });
    try {
      return await this.#reach(hub);
    } finally {
      hub.stop();
    }
  }

  async #reach(hub: TestHub): Promise<Outcome> {
    let onState: (state: PeerState) => void = () => undefined;
    const peer = this.#environment.createPeer((state) => onState(state));
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      const { value, problem } = await hub.join({ room: `test-${this.#environment.randomName()}`, name: 'Test', videoSlots: 1 });
      if (!value) {
        return problem && closedDoors.includes(problem.code) ? 'media-closed' : 'media-bad';
      }
      const connected = new Promise<boolean>((resolve) => {
        onState = (state) => {
          if (state === 'connected' || state === 'failed') {
            resolve(state === 'connected');
          }
        };
        timer = setTimeout(() => resolve(false), mediaPatienceMs);
      });
      await hub.answer(await peer.accept(value.offer));
      const reached = await connected;
      const route = reached ? await peer.route() : null;
      await hub.leave().catch(() => undefined);
      return reached ? `media-${route ?? 'udp'}` : 'media-bad';
    } catch {
      return 'media-bad';
    } finally {
      clearTimeout(timer);
      peer.close();
    }
  }

  #set(outcomes: Partial<Record<StepName, Outcome>>): void {
    this.#steps.value = { ...this.#steps.peek(), ...outcomes };
  }
}
