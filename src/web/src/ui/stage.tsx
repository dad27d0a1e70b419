import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { stage } from '../state/app.ts';
import './stage.css';
import { TileView } from './tile.tsx';

/** All tiles that are shown, placed by the layout; tells the layout how much room there is. */
export function StageView() {
  const element = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    const list = element.current;
    if (!list) {
      return undefined;
    }
    const measure = () => {
      stage.size.value = { width: list.clientWidth, height: list.clientHeight };
      stage.pixelRatio.value = devicePixelRatio;
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(list);
    return () => observer.disconnect();
  }, []);
  return (
    <ul ref={element} class="stage" aria-label={t('room.stage')}>
      {stage.arrangement.value.placed.map(({ tile, rect }) => (
        <TileView key={tile.key} tile={tile} rect={rect} />
      ))}
    </ul>
  );
}
