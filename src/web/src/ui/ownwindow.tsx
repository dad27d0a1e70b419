import { useEffect, useRef } from 'preact/hooks';
import { notices, stage } from '../state/app.ts';
import type { Tile } from '../state/tiles.ts';
import { useTileStream } from './tilestream.ts';

/** One video in a window of its own, above all other windows. It stays when its tile is turned away or another tab is in front. */
export function OwnWindow() {
  const key = stage.ownWindow.value;
  const { screens, people, own } = stage.tiles.value;
  const tile = key === null ? undefined : [...screens, ...people, ...own].find((other) => other.key === key);
  return tile ? <Leaving key={tile.key} tile={tile} /> : null;
}

function Leaving({ tile }: { tile: Tile }) {
  const stream = useTileStream(tile, true);
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) {
      return undefined;
    }
    element.srcObject = stream;
    if (stream) {
      element.play().catch(() => undefined);
    }
    return () => {
      element.srcObject = null;
    };
  }, [stream]);
  const back = () => (stage.ownWindow.value = null);
  const open = (event: Event) => {
    const element = event.currentTarget as HTMLVideoElement;
    if (document.pictureInPictureElement !== element) {
      element.requestPictureInPicture().catch(() => {
        notices.problem('window-refused');
        back();
      });
    }
  };
  return <video ref={video} class="own-window" aria-hidden="true" tabIndex={-1} muted playsInline onLoadedMetadata={open} onLeavePictureInPicture={back} />;
}
