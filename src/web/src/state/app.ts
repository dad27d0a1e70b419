import { effect, signal, untracked } from '@preact/signals';
import { AudioSinks, canChooseSpeaker as speakerChoice } from '../rtc/audio.ts';
import { captureCamera, captureMic, captureScreen, isGranted } from '../rtc/capture.ts';
import { Chimes } from '../rtc/chime.ts';
import { createPeer } from '../rtc/peer.ts';
import type { CallStats } from '../rtc/stats.ts';
import { consentApi } from '../signaling/consent.ts';
import { connectHub } from '../signaling/hub.ts';
import { Acts } from './acts.ts';
import { startAids } from './aids.ts';
import { Announcer } from './announcer.ts';
import { keepAwake } from './awake.ts';
import { Chat } from './chat.ts';
import { DeviceChoice } from './devices.ts';
import { keepToTheRules } from './floor.ts';
import { Gate, wayBack } from './gate.ts';
import { Happenings } from './happenings.ts';
import { LocalMedia } from './local.ts';
import { Notices } from './notices.ts';
import { panel } from './panel.ts';
import { Polls } from './polls.ts';
import { Preferences } from './preferences.ts';
import { PulseWatch } from './pulse.ts';
import { Reactions } from './reactions.ts';
import { Remember, type Store } from './remember.ts';
import { linkOfFragment, pathOfRoom, roomOfPath } from './route.ts';
import { Session } from './session.ts';
import { Stage } from './stage.ts';
import { StayStore } from './stay.ts';
import { CallMonitor } from './stats.ts';

/** A phone shows nine people well; receiving for more would cost it battery and data. */
const phoneWidthPx = 700;
const videoSlots = () => (Math.min(screen.width, screen.height) < phoneWidthPx ? 9 : 25);

const embedded = window.self !== window.top;
export const gate = new Gate(consentApi, embedded, () => {
  const way = wayBack({ embedded, historyLength: history.length, referrer: document.referrer });
  if (way === 'back') {
    history.back();
  } else if (way) {
    location.replace(way);
  }
});
export const remember = new Remember(storage(() => localStorage));
export const notices = new Notices();
export const preferences = new Preferences(remember.memory.peek().taste);
export const devices = new DeviceChoice((navigator as { mediaDevices?: MediaDevices }).mediaDevices, remember.memory.peek().devices);
export const local = new LocalMedia(
  {
    mic: () => captureMic({ deviceId: devices.usable('mic'), ...preferences.taste.peek() }),
    camera: () => captureCamera({ deviceId: devices.usable('camera'), small: preferences.taste.peek().saver }),
    screen: () => captureScreen(preferences.taste.peek().screenContent),
    granted: isGranted,
    hidden: () => document.visibilityState === 'hidden',
  },
  notices,
);
export const session = new Session(
  {
    connectHub: (events, onLost) => connectHub(gate.hubAddress('/hub'), events, onLost).catch(refused),
    createPeer: (onState) => createPeer(onState, () => preferences.sending()),
    stays: new StayStore(storage(() => sessionStorage)),
    videoSlots,
    jitter: Math.random,
  },
  local,
  notices,
);
export const stage = new Stage(session, local, preferences);
export const acts = new Acts(session.meeting, notices);
export const chat = new Chat(session.meeting, { panel, hidden: stage.hidden });
export const polls = new Polls(session.meeting, { panel, hidden: stage.hidden });
export const announcer = new Announcer();
export const reactions = new Reactions();
/** The browser does not play sound until the visitor clicks somewhere. */
export const soundBlocked = signal(false);
/** Sharing a screen is possible at all (phones cannot). */
export const canShareScreen = typeof navigator.mediaDevices?.getDisplayMedia === 'function';

/** The browser plays where the page wants; else where the system wants. */
export const canChooseSpeaker = speakerChoice();

const sinks = new AudioSinks((blocked) => (soundBlocked.value = blocked));
export const chimes = new Chimes();
let monitor: CallMonitor | null = null;
let pulse: PulseWatch | null = null;

export function resumeSound(): void {
  sinks.resume();
}

/** Goes to a room's page, or to the start page. */
export function go(room: string | null): void {
  history.pushState(null, '', room === null ? '/' : pathOfRoom(room));
  void session.open(room);
}

/** Statistics of the call; null outside a room. */
export async function callStats(): Promise<CallStats | null> {
  return monitor?.sample() ?? null;
}

/** The browser's own statistics of the call, for the diagnostic report; null outside a room. */
export async function callReport(): Promise<RTCStatsReport | null> {
  return (await session.call.peek()?.stats()) ?? null;
}

function storage(open: () => Storage): Store {
  try {
    return open();
  } catch {
    return null; // blocked by the browser's settings
  }
}

/** The hub may have refused because the consent has run out or the text is a new one; then the gate asks again. */
async function refused(error: unknown): Promise<never> {
  await gate.check();
  throw error;
}

/** Connects state with the browser; called once. */
export function start(): void {
  stage.report();
  new Happenings(session.meeting, local, notices, announcer, reactions);
  keepToTheRules(session.meeting, local, notices, () => session.connection.value === 'connected');
  session.name.value = remember.memory.peek().name;
  effect(() => {
    if (session.phase.value === 'room') {
      const name = session.name.value;
      const room = session.room.value;
      untracked(() => {
        remember.note({ name });
        remember.noteRoom(room);
      });
    }
  });
  effect(() => {
    const call = session.call.value;
    untracked(() => {
      monitor?.stop();
      monitor = call && new CallMonitor(call, () => session.meeting.roster.peek(), (quality) => (stage.quality.value = quality));
      pulse?.stop();
      pulse = call && new PulseWatch(call, (silent) => session.listen(call, silent));
      sinks.play(call?.audioStreams() ?? new Map());
    });
  });
  const onVisibility = () => (stage.hidden.value = document.visibilityState === 'hidden');
  document.addEventListener('visibilitychange', onVisibility);
  onVisibility();
  startAids({ local, session, devices, preferences, notices, remember, sinks, chimes, hidden: stage.hidden });
  keepAwake(() => session.phase.value === 'room', stage.hidden);
  addEventListener('popstate', () => (roomOfPath(location.pathname) ?? '') !== session.room.peek() && void openAddress(false));
  // A link opened over this page, where only the fragment is another.
  addEventListener('hashchange', () => linkOfFragment(location.hash) !== '' && void openAddress(false));
  addEventListener('online', () => session.retry());
  addEventListener('pagehide', () => session.call.peek()?.goAway());
  void openAddress(wasReloaded());
}

/** Shows what the address names. A signed link is taken out of it, so that it is not passed on with the address or left in the history. */
function openAddress(reloaded: boolean): Promise<void> {
  const link = linkOfFragment(location.hash);
  if (link !== '') {
    history.replaceState(null, '', location.pathname + location.search);
  }
  return session.open(roomOfPath(location.pathname), link, reloaded);
}

/** The visitor (or a phone short of memory) loaded this tab again, rather than coming from elsewhere. */
function wasReloaded(): boolean {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return entry?.type === 'reload' || (document as { wasDiscarded?: boolean }).wasDiscarded === true;
}
