import { effect, signal, untracked, type ReadonlySignal } from '@preact/signals';
import type { AudioSinks } from '../rtc/audio.ts';
import { hintScreen } from '../rtc/capture.ts';
import type { Chimes, ChimeName } from '../rtc/chime.ts';
import { createMeter, type Meter } from '../rtc/level.ts';
import type { RoomUpdate } from '../signaling/contract.g.ts';
import type { DeviceChoice } from './devices.ts';
import type { LocalMedia } from './local.ts';
import type { Notices } from './notices.ts';
import type { Preferences, Taste } from './preferences.ts';
import type { Remember } from './remember.ts';
import type { Session } from './session.ts';
import { MutedTalk } from './talking.ts';

interface Parts {
  readonly local: LocalMedia;
  readonly session: Session;
  readonly devices: DeviceChoice;
  readonly preferences: Preferences;
  readonly notices: Notices;
  readonly remember: Remember;
  readonly sinks: AudioSinks;
  readonly chimes: Chimes;
  readonly hidden: ReadonlySignal<boolean>;
}

/** Beyond that a sound at every coming and going is a nuisance. */
const mostForComings = 12;
const lookEveryMs = 100;

/** Ties together what accompanies a call: chosen devices, sounds, the hint for who talks while muted. Called once. */
export function startAids(parts: Parts): void {
  const { local, session, devices, preferences, notices, remember, sinks, chimes, hidden } = parts;
  const useSpeaker = () => {
    const id = devices.usable('speaker');
    chimes.useSpeaker(id);
    void sinks.useSpeaker(id);
  };
  useSpeaker();
  devices.onChosen = (kind, why) => {
    if (kind !== 'speaker') {
      // One that went away tells so itself, if it was in use.
      void (why !== 'gone' && local.renew(kind));
      return;
    }
    useSpeaker();
    if (why === 'gone' && session.phase.peek() === 'room') {
      notices.news('speaker-gone');
    }
  };
  preferences.onChange = (changed) => applyTaste(parts, changed);
  // What was chosen before the visitor asked to remember is remembered too.
  effect(() => {
    if (remember.on.value) {
      const known = { taste: preferences.taste.value, devices: devices.chosen.value };
      untracked(() => remember.note(known));
    }
  });
  // Names of devices are told from the first permission on.
  effect(() => {
    if (local.micTrack.value || local.cameraTrack.value) {
      untracked(() => void devices.look());
    }
  });
  effect(() => {
    if (!hidden.value) {
      untracked(() => {
        local.revive();
        sinks.resume();
      });
    }
  });
  session.meeting.onUpdate((update) => {
    const chime = chimeFor(update, session.meeting.roster.peek().size, session.meeting.self.peek()?.id ?? '');
    if (chime && preferences.taste.peek().sounds) {
      void chimes.play(chime);
    }
  });
  watchMutedTalk(parts);
}

/** What a change of the room sounds like; most make no sound. */
export function chimeFor({ action, participant, lobby, left }: RoomUpdate, others: number, self: string): ChimeName | null {
  switch (action) {
    case 'joined':
      return others <= mostForComings && participant?.id !== self ? 'joined' : null;
    case 'left':
    case 'removed':
      return others <= mostForComings && left ? 'left' : null;
    case 'hand-raised':
      return participant?.id === self ? null : 'hand';
    case 'knocked':
      return lobby ? 'knock' : null;
    default:
      return null;
  }
}

function applyTaste({ local }: Parts, changed: Partial<Taste>): void {
  const treatment: readonly (keyof Taste)[] = ['echoCancellation', 'noiseSuppression', 'autoGainControl', 'music'];
  if (treatment.some((key) => key in changed)) {
    void local.renew('mic');
  }
  if (changed.saver !== undefined) {
    void local.renew('camera');
  }
  const screen = local.screenTrack.peek();
  if (changed.screenContent && screen) {
    hintScreen(screen, changed.screenContent);
  }
  if (changed.music !== undefined || changed.saver !== undefined) {
    local.onChange(); // other bit rates
  }
}

/** Listens to the open microphone while it is muted, on this device only. */
function watchMutedTalk({ local, session, preferences, notices }: Parts): void {
  const talk = new MutedTalk();
  const track = signal<MediaStreamTrack | null>(null);
  effect(() => {
    const muted = session.phase.value === 'room' && preferences.taste.value.mutedHint && !local.isOn('mic') && !local.isBusy('mic');
    track.value = muted ? local.micTrack.value : null;
  });
  effect(() => {
    const heard = track.value;
    if (!heard) {
      return undefined;
    }
    const meter: Meter = createMeter(heard);
    const timer = setInterval(() => {
      if (talk.hear(meter.level(), performance.now())) {
        untracked(() => notices.news('muted-talking'));
      }
    }, lookEveryMs);
    return () => {
      clearInterval(timer);
      meter.close();
      talk.reset();
      notices.dismissCode('muted-talking');
    };
  });
}
