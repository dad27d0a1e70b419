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
}

/** So much of a picture must stay visible for it to fill its tile; else (a phone held upright) it is shown whole. */
const leastVisible = 0.4;

/** A moving picture. Stays invisible until its first frame, so that what lies beneath shows instead of black. */
export function Video({ stream, mirrored = false, whole = false, aspect }: VideoProps) {
  const ref = useRef<HTMLVideoElement>(null);
  const [picture, setPicture] = useState(0);
  useLayoutEffect(() => {
    const video = ref.current;
    if (!video) {
      return undefined;
    }
    setPicture(0);
    video.srcObject = stream;
    // Muted video may always play; a refusal means that the element is gone again.
    video.play().catch(() => undefined);
    return () => {
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
      data-ready={picture > 0}
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
