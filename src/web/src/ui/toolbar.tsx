import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { staying } from '../state/fold.ts';
import { usePopup } from './popup.tsx';
import { Tool } from './tool.tsx';
import './toolbar.css';
import { tools, waitingFor } from './tools.tsx';

/** Room one tool takes: beside each other on a large page and on a phone, and below each other. The CSS knows the same numbers. */
const wideToolPx = 92;
const phoneToolPx = 57;
const tallToolPx = 62;
const phonePx = 560;

/** What one does all the time, always in the same place. What has no room waits in a menu. */
export function Toolbar() {
  const [places, setPlaces] = useState(tools.length);
  const element = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const bar = element.current;
    if (!bar) {
      return undefined;
    }
    const measure = () => setPlaces(placesIn(bar));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(bar);
    return () => observer.disconnect();
  }, []);
  const stay = new Set(staying(tools.map(({ importance }) => importance), places));
  const folded = tools.filter((_, index) => !stay.has(index));
  const shown = tools.filter((_, index) => stay.has(index));
  // The way out stays at the end, after the menu.
  const last = shown.at(-1);
  return (
    <section ref={element} class="toolbar" aria-label={t('room.toolbar')}>
      {shown.slice(0, -1).map(({ key, Shown }) => (
        <Shown key={key} folded={false} />
      ))}
      {folded.length > 0 && <MoreTools keys={folded.map(({ key }) => key)} />}
      {last && <last.Shown key={last.key} folded={false} />}
    </section>
  );
}

function MoreTools({ keys }: { keys: readonly string[] }) {
  const popup = usePopup();
  const count = keys.reduce((sum, key) => sum + waitingFor(key), 0);
  return (
    <div class="tool-wrap more" ref={popup.root}>
      <Tool
        icon="ellipsis"
        text={t('tool.more')}
        title={t('tool.more.title')}
        testId="toolbar-more"
        expanded={popup.open}
        element={popup.trigger}
        badge={{ count, text: t('tool.more.waiting', { count }) }}
        onClick={popup.toggle}
      />
      {popup.open && (
        <div class="tool-popup tool-menu" role="group" aria-label={t('tool.more.title')} onClick={popup.close}>
          {tools
            .filter(({ key }) => keys.includes(key))
            .map(({ key, Shown }) => (
              <Shown key={key} folded />
            ))}
        </div>
      )}
    </div>
  );
}

function placesIn(bar: HTMLElement): number {
  const style = getComputedStyle(bar);
  if (style.flexDirection === 'column') {
    return Math.floor((bar.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom)) / tallToolPx);
  }
  const room = bar.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return Math.floor(room / (room < phonePx ? phoneToolPx : wideToolPx));
}
