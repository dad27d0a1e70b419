import { effect, untracked } from '@preact/signals';
import type { LocalMedia } from './local.ts';
import type { Meeting } from './meeting.ts';
import type { BarredCode, Device, Notices } from './notices.ts';

/** What the server was asked for and does not do within this time, it will not do. */
const patienceMs = 5_000;
/** A sentence stays long enough to be read. */
const toldMs = 10_000;
const devices: readonly Device[] = ['mic', 'camera', 'screen'];

/** Why the room's rules keep this device closed, or null. */
export function barred(meeting: Meeting, device: Device): BarredCode | null {
  const you = meeting.you.value;
  const settings = meeting.settings.value;
  if (!you || !settings || you[device]) {
    return null;
  }
  if (device !== 'mic') {
    return `barred-${device}`;
  }
  return settings.micAllowed && settings.speaking !== 'free' ? `barred-mic-${settings.speaking}` : 'barred-mic-room';
}

/**
 * Keeps what is switched on here and what the server forwards alike: what the rules forbid is turned off and explained, and what
 * the server holds closed (it was closed while the connection was away) does not stay "on" on this page. Returns how to stop.
 */
export function keepToTheRules(meeting: Meeting, local: LocalMedia, notices: Notices, connected: () => boolean): () => void {
  local.refusal = (device) => untracked(() => barred(meeting, device));
  let inRoom = false;
  const onEntry = effect(() => {
    const settings = meeting.settings.value;
    const here = meeting.self.value !== null && settings !== null;
    const entered = here && !inRoom;
    inRoom = here;
    // Whatever was chosen before the door; afterwards everybody may turn it on.
    if (entered && settings?.muteOnStart) {
      untracked(() => {
        if (local.isOn('mic')) {
          local.turnOff('mic');
          notices.news('muted-on-start', {}, toldMs);
        }
      });
    }
  });
  const stops = devices.map((device) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    return effect(() => {
      clearTimeout(timer);
      const self = meeting.self.value;
      const why = barred(meeting, device);
      if (!self || !local.isOn(device)) {
        return;
      }
      if (why) {
        untracked(() => {
          local.turnOff(device);
          notices.problem(why);
        });
      } else if (!self[device] && connected()) {
        timer = setTimeout(() => {
          local.turnOff(device);
          notices.problem(`closed-${device}-unheard`);
        }, patienceMs);
      }
    });
  });
  return () => [onEntry, ...stops].forEach((stop) => stop());
}
