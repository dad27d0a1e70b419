import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { local } from '../state/app.ts';
import { watchLevel } from '../state/level.ts';
import './levelmeter.css';

/** How often a screen reader's number is brought up to date. */
const spokenEveryMs = 500;

/** A bar that moves with the voice. Drawn without the framework: it changes sixteen times a second. */
export function LevelMeter() {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let spokenAt = 0;
    let shown = 0;
    return watchLevel(local.micTrack, (level) => {
      const element = bar.current;
      // Falls slowly, so that the eye can follow.
      shown = Math.max(level, shown - 0.04);
      element?.style.setProperty('--level', shown.toFixed(3));
      if (element && performance.now() - spokenAt > spokenEveryMs) {
        spokenAt = performance.now();
        element.setAttribute('aria-valuenow', String(Math.round(shown * 100)));
      }
    });
  }, []);
  return <div ref={bar} class="level" role="meter" aria-label={t('device.level')} aria-valuemin={0} aria-valuemax={100} aria-valuenow={0} data-testid="level" />;
}
