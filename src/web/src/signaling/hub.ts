import { HttpTransportType, HubConnectionBuilder, HubConnectionState, LogLevel } from '@microsoft/signalr';
import type { ClientEvents, ServerMethods } from './contract.g.ts';

/** One signalling connection. It never reconnects by itself: the session opens another and resumes. */
export interface Hub {
  /** The hub's methods. They reject when the connection is gone; everything else comes back as a reply. */
  readonly call: ServerMethods;
  /** False once the connection is gone, also to whoever waits for a reply at that moment. */
  readonly isOpen: boolean;
  /** Closes the connection; `onLost` is not called for it. */
  stop(): void;
}

/** The events the page listens to. */
export type HubEvents = Pick<ClientEvents, (typeof events)[number]>;

export type ConnectHub = (events: HubEvents, onLost: () => void) => Promise<Hub>;

const methods = ['Join', 'Answer', 'SetPublishing', 'SetView', 'RestartIce', 'Leave', 'Resume', 'Do', 'RestoreChat', 'CreateLink', 'GetTalkTime'] as const satisfies readonly (keyof ServerMethods)[];
const events = ['slots', 'speakers', 'closed', 'room', 'snapshot', 'lobby', 'seat'] as const satisfies readonly (keyof ClientEvents)[];

/** A server that does not finish the handshake in this time counts as not reachable. */
const connectTimeoutMs = 10_000;
/** The server pings every 5 s; after three that did not come the connection is dead. */
const silenceMs = 15_000;

/** Connects to the hub over a WebSocket, the only transport the server offers. */
export async function connectHub(url: string, handlers: HubEvents, onLost: () => void): Promise<Hub> {
  const connection = new HubConnectionBuilder()
    .withUrl(url, { transport: HttpTransportType.WebSockets, skipNegotiation: true })
    .withServerTimeout(silenceMs)
    .configureLogging(LogLevel.None)
    .build();
  for (const name of events) {
    connection.on(name, handlers[name]);
  }
  let stopped = false;
  connection.onclose(() => {
    if (!stopped) {
      onLost();
    }
  });
  const stop = () => {
    stopped = true;
    void connection.stop();
  };
  await within(connectTimeoutMs, connection.start()).catch((error: unknown) => {
    stop();
    throw error;
  });
  const call = Object.fromEntries(methods.map((name) => [name, (request: unknown) => connection.invoke(name, request)]));
  return {
    call: call as unknown as ServerMethods,
    get isOpen() {
      return connection.state === HubConnectionState.Connected;
    },
    stop,
  };
}

function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('timeout')), timeoutMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
