import { callReport, session } from './app.ts';
import { reportLines, type Facts, type ReportLine } from './diagnosticreport.ts';

/** Makes the report now, on this device. Asks for no permission: a browser that would have to ask says so instead. */
export async function makeReport(language: string): Promise<readonly ReportLine[]> {
  const stats: Record<string, unknown>[] = [];
  (await callReport().catch(() => null))?.forEach((entry: Record<string, unknown>) => stats.push(entry));
  return reportLines(await gatherFacts(language), stats);
}

async function gatherFacts(language: string): Promise<Facts> {
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
  const devices = (await mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  const countOf = (kind: MediaDeviceKind) => devices.filter((device) => device.kind === kind).length;
  const inRoom = session.phase.peek() === 'room';
  const connection = session.connection.peek();
  return {
    atMs: Date.now(),
    view: session.phase.peek(),
    connection: !inRoom ? '–' : connection === 'failed' ? `failed (${session.failure.peek()})` : connection,
    embedded: window.self !== window.top,
    secure: window.isSecureContext,
    online: navigator.onLine,
    userAgent: navigator.userAgent,
    language,
    screen: [screen.width, screen.height, Math.round(devicePixelRatio * 100) / 100],
    window: [innerWidth, innerHeight],
    cores: navigator.hardwareConcurrency,
    devices: [countOf('audioinput'), countOf('videoinput'), countOf('audiooutput')],
    mic: await permission('microphone'),
    camera: await permission('camera'),
    people: inRoom ? session.meeting.roster.peek().size + 1 : null,
  };
}

/** `granted`, `denied` or `prompt`; unknown where a browser has no such question. */
function permission(name: string): Promise<string> {
  return navigator.permissions.query({ name: name as PermissionName }).then(
    ({ state }) => state,
    () => '?',
  );
}
