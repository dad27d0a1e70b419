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

export async function captureMic(): Promise<MediaStreamTrack> {
  const stream = await capture((devices) => devices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } }));
  return onlyTrack(stream.getAudioTracks());
}

export async function captureCamera(): Promise<MediaStreamTrack> {
  const stream = await capture((devices) =>
    devices.getUserMedia({
      video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 }, facingMode: { ideal: 'user' } },
    }),
  );
  const track = onlyTrack(stream.getVideoTracks());
  track.contentHint = 'motion';
  return track;
}

export interface ScreenTracks {
  readonly video: MediaStreamTrack;
  /** Sound of what is shared, where the browser can and the person wants it. */
  readonly audio: MediaStreamTrack | null;
}

export async function captureScreen(): Promise<ScreenTracks> {
  const stream = await capture((devices) => {
    if (!('getDisplayMedia' in devices)) {
      throw new CaptureError('unsupported'); // phones
    }
    return devices.getDisplayMedia({
      video: { width: { max: 1920 }, height: { max: 1080 }, frameRate: { ideal: 15, max: 30 } },
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
  }).catch((error: unknown) => {
    // The picker's "Cancel" and a blocked screen recording look the same unless the system is named.
    throw error instanceof CaptureError && error.problem === 'denied' ? new CaptureError('cancelled') : error;
  });
  const video = onlyTrack(stream.getVideoTracks());
  video.contentHint = 'detail';
  return { video, audio: stream.getAudioTracks()[0] ?? null };
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
