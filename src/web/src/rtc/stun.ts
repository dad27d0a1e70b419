/** What came of asking a STUN server: it answered, it did not, or this browser does not let one see. */
export type StunAnswer = 'answered' | 'silent' | 'unclear';

/** libwebrtc asks for about 9 s; whoever has not answered after five does not. */
const patienceMs = 5_000;

/** Sends a STUN request to each address by UDP. Asks for no permission. */
export async function askStun(addresses: readonly string[], port: number): Promise<StunAnswer> {
  const urls = addresses.map((address) => `stun:${address.includes(':') ? `[${address}]` : address}:${port}`);
  const connection = new RTCPeerConnection({ iceServers: [{ urls }] });
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    connection.createDataChannel('');
    // A browser that shows its own addresses leaves out an answer that only repeats one of them.
    let shows = false;
    const answer = new Promise<StunAnswer>((resolve) => {
      connection.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate?.type === 'srflx') {
          resolve('answered');
        }
        shows ||= candidate?.type === 'host' && !/\.local$/.test(candidate.address ?? '.local');
      });
      timer = setTimeout(() => resolve(shows ? 'unclear' : 'silent'), patienceMs);
    });
    await connection.setLocalDescription();
    return await answer;
  } finally {
    clearTimeout(timer);
    connection.close();
  }
}
