import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import './video.css';

interface VideoProps {
  readonly stream: MediaStream;
  /** One's own camera, as in a mirror. */
  readonly mirrored?: boolean;
  /** A screen is shown whole; a face may lose its edges. */
  readonly whole?: boolean;
  /** Shape of the tile. */
  readonly aspect: number;
  /** Says whether a frame is the one to be shown; asked from the first frame on until it is. See `Stage.owns`. */
  readonly accepts?: Accepts | undefined;
}

export type Accepts = (rtpTimestamp: number | undefined, settled: boolean) => boolean;

/** So much of a picture must stay visible for it to fill its tile; else (a phone held upright) it is shown whole. */
const leastVisible = 0.4;
/** Whatever is shown by then belongs here: frames of the former person in a slot are late by no more than a jitter buffer. */
const settledMs = 1_500;
const pollMs = 50;

/** A moving picture. Stays invisible until its first frame, so that what lies beneath shows instead of black. */
export function Video({ stream, mirrored = false, whole = false, aspect, accepts }: VideoProps) {
  const ref = useRef<HTMLVideoElement>(null);
  const [picture, setPicture] = useState(0);
  const [accepted, setAccepted] = useState(false);
  const asked = useRef(accepts);
  asked.current = accepts;
  useLayoutEffect(() => {
    const video = ref.current;
    if (!video) {
      return undefined;
    }
    setPicture(0);
    setAccepted(!asked.current);
    video.srcObject = stream;
    // Muted video may always play; a refusal means that the element is gone again.
    video.play().catch(() => undefined);
    const stop = asked.current ? untilAccepted(video, (time, settled) => asked.current?.(time, settled) ?? true, () => setAccepted(true)) : undefined;
    return () => {
      stop?.();
      video.srcObject = null;
    };
  }, [stream]);
  const measure = (event: Event) => {
    const { videoWidth, videoHeight } = event.currentTarget as HTMLVideoElement;
    setPicture(videoHeight > 0 ? videoWidth / videoHeight : 0);
  };
  const visible = Math.min(picture / aspect, aspect / picture);
  return (
    <video
      ref={ref}
      class="video"
      data-ready={accepted && picture > 0}
      data-mirrored={mirrored}
      data-fit={whole || visible < leastVisible ? 'contain' : 'cover'}
      autoplay
      playsInline
      muted
      disableRemotePlayback
      onLoadedData={measure}
      onResize={measure}
    />
  );
}

/** Looks at every frame until one is accepted; costs nothing afterwards. */
function untilAccepted(video: HTMLVideoElement, accepts: Accepts, then: () => void): () => void {
  let done = false;
  const look = (time: number | undefined, settled: boolean) => {
    if (!done && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && accepts(time, settled)) {
      stop();
      then();
    }
    return done;
  };
  const onFrame = (_: number, { rtpTimestamp }: VideoFrameCallbackMetadata) => void (look(rtpTimestamp, false) || request());
  const byFrame = 'requestVideoFrameCallback' in video;
  let handle = 0;
  const request = () => {
    handle = done ? 0 : video.requestVideoFrameCallback(onFrame);
  };
  const poll = byFrame ? undefined : setInterval(() => look(undefined, false), pollMs);
  // A picture that stands still brings no other frame.
  const settle = setInterval(() => look(undefined, true), settledMs);
  const stop = () => {
    done = true;
    clearInterval(poll);
    clearInterval(settle);
    if (handle) {
      video.cancelVideoFrameCallback(handle);
    }
  };
  if (byFrame) {
    request();
  }
  return stop;
}
