import { DetailsAssembler, type DetailEntry } from '../rtc/details.ts';
import { createPeer } from '../rtc/peer.ts';
import { askStun } from '../rtc/stun.ts';
import { connectHub } from '../signaling/hub.ts';
import { readPorts } from '../signaling/selftest.ts';
import { gate } from './app.ts';
import { SelfTest, type TestHub } from './selftest.ts';

const nothing = () => undefined;

/** The self-test with the real browser and the real server. */
export const selfTest = new SelfTest({
  readPorts,
  connectHub: connect,
  createPeer(onState) {
    const peer = createPeer(onState);
    return {
      accept: (offer) => peer.accept(offer),
      async route() {
        const entries: DetailEntry[] = [];
        (await peer.stats()).forEach((entry: DetailEntry) => entries.push(entry));
        return new DetailsAssembler().assemble(entries, [], 0).route;
      },
      close: () => peer.close(),
    };
  },
  askStun,
  randomName: () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => String.fromCharCode(97 + (byte % 26))).join(''),
});

async function connect(): Promise<TestHub> {
  const events = { slots: nothing, speakers: nothing, closed: nothing, room: nothing, snapshot: nothing, lobby: nothing, seat: nothing };
  const hub = await connectHub(gate.hubAddress('/hub'), events, nothing);
  return {
    join: (request) => hub.call.Join(request),
    answer: (sdp) => hub.call.Answer({ sdp }),
    leave: () => hub.call.Leave({}),
    stop: () => hub.stop(),
  };
}
