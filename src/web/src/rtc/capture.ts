/** Why a microphone, camera or screen could not be had; the page says what to do about each. */
export type CaptureProblem = 'denied' | 'denied-by-system' | 'missing' | 'busy' | 'unsupported' | 'cancelled' | 'unknown';

export class CaptureError extends Error {
  readonly problem: CaptureProblem;

  constructor(problem: CaptureProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** Translates what `getUserMedia` and `getDisplayMedia` reject with (Media Capture and Streams §10.2, plus what browsers write into it). */
export function captureProblem(error: unknown): CaptureProblem {
  const { name = '', message = '' } = (error ?? {}) as { name?: string; message?: string };
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return /system/i.test(message) ? 'denied-by-system' : 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    case 'TypeError':
      return 'unsupported';
    default:
      return 'unknown';
  }
}

/** How the microphone is to be opened. */
export interface MicChoice {
  /** The browser's id of the device; empty: whichever the system prefers. */
  readonly deviceId: string;
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
  /** Stereo and untouched: what cleans speech takes music for noise. */
  readonly music: boolean;
}

export interface CameraChoice {
  readonly deviceId: string;
  /** A smaller picture, for whoever pays for data. */
  readonly small: boolean;
}

export function micConstraints({ deviceId, music, echoCancellation, noiseSuppression, autoGainControl }: MicChoice): MediaTrackConstraints {
  return {
    ...chosen(deviceId),
    channelCount: { ideal: music ? 2 : 1 },
    echoCancellation: echoCancellation && !music,
    noiseSuppression: noiseSuppression && !music,
    autoGainControl: autoGainControl && !music,
  };
}

export function cameraConstraints({ deviceId, small }: CameraChoice): MediaTrackConstraints {
  return {
    ...(deviceId === '' ? { facingMode: { ideal: 'user' } } : chosen(deviceId)),
    width: { ideal: small ? 640 : 1280 },
    height: { ideal: small ? 360 : 720 },
    frameRate: { ideal: small ? 15 : 30 },
  };
}

/** Opens the chosen microphone, or the system's if that one is not there any more. */
export async function captureMic(choice: MicChoice): Promise<MediaStreamTrack> {
  const open = (from: MicChoice) => capture((devices) => devices.getUserMedia({ audio: micConstraints(from) }));
  const track = onlyTrack((await orDefault(choice, open)).getAudioTracks());
  track.contentHint = choice.music ? 'music' : 'speech';
  return track;
}

/** Opens the chosen camera, or the system's if that one is not there any more. */
export async function captureCamera(choice: CameraChoice): Promise<MediaStreamTrack> {
  const open = (from: CameraChoice) => capture((devices) => devices.getUserMedia({ video: cameraConstraints(from) }));
  const track = onlyTrack((await orDefault(choice, open)).getVideoTracks());
  track.contentHint = 'motion';
  return track;
}

/** Whether the browser would hand the device over without asking. Where it cannot be known: no. */
export async function isGranted(device: 'mic' | 'camera'): Promise<boolean> {
  try {
    const name = (device === 'mic' ? 'microphone' : 'camera') as PermissionName;
    return (await navigator.permissions.query({ name })).state === 'granted';
  } catch {
    return false;
  }
}

/** What somebody shares: writing has to be sharp, a film has to move. */
export type ScreenContent = 'text' | 'motion';

export interface ScreenTracks {
  readonly video: MediaStreamTrack;
  /** Sound of what is shared, where the browser can and the person wants it. */
  readonly audio: MediaStreamTrack | null;
}

export async function captureScreen(content: ScreenContent): Promise<ScreenTracks> {
  const stream = await capture((devices) => {
    if (!('getDisplayMedia' in devices)) {
      throw new CaptureError('unsupported'); // phones
    }
    return devices.getDisplayMedia({
      video: { width: { max: 1920 }, height: { max: 1080 }, frameRate: { ideal: content === 'motion' ? 30 : 15, max: 30 } },
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      ...pickerHints,
    });
  }).catch((error: unknown) => {
    // The picker's "Cancel" and a blocked screen recording look the same unless the system is named.
    throw error instanceof CaptureError && error.problem === 'denied' ? new CaptureError('cancelled') : error;
  });
  const video = onlyTrack(stream.getVideoTracks());
  hintScreen(video, content);
  return { video, audio: stream.getAudioTracks()[0] ?? null };
}

/** Tells the encoder what matters; also for a screen that is shared already. */
export function hintScreen(track: MediaStreamTrack, content: ScreenContent): void {
  track.contentHint = content === 'motion' ? 'motion' : 'detail';
}

/** Members of the options that Chromium knows: sound of the whole system, another window without starting over, and never this page in itself. */
const pickerHints: object = { systemAudio: 'include', surfaceSwitching: 'include', selfBrowserSurface: 'exclude' };

function chosen(deviceId: string): MediaTrackConstraints {
  return deviceId === '' ? {} : { deviceId: { exact: deviceId } };
}

async function orDefault<Choice extends { readonly deviceId: string }>(choice: Choice, open: (choice: Choice) => Promise<MediaStream>): Promise<MediaStream> {
  try {
    return await open(choice);
  } catch (error) {
    if (choice.deviceId !== '' && error instanceof CaptureError && error.problem === 'missing') {
      return open({ ...choice, deviceId: '' });
    }
    throw error;
  }
}

async function capture(open: (devices: MediaDevices) => Promise<MediaStream>): Promise<MediaStream> {
  const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  if (!devices) {
    throw new CaptureError('unsupported'); // not a secure context
  }
  try {
    return await open(devices);
  } catch (error) {
    throw error instanceof CaptureError ? error : new CaptureError(captureProblem(error));
  }
}

function onlyTrack(tracks: readonly MediaStreamTrack[]): MediaStreamTrack {
  const track = tracks[0];
  if (!track) {
    throw new CaptureError('missing');
  }
  return track;
}
