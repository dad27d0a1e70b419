/** On which UDP ports and under which addresses the server takes media; what every offer says too. */
export interface MediaPorts {
  readonly media: readonly number[];
  readonly addresses: readonly string[];
}

const patienceMs = 8_000;

export async function readPorts(): Promise<MediaPorts> {
  const answer = await fetch('/selftest/ports', { cache: 'no-store', signal: AbortSignal.timeout(patienceMs) });
  if (!answer.ok) {
    throw new Error(`ports: ${answer.status}`);
  }
  return (await answer.json()) as MediaPorts;
}
