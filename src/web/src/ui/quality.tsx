import { t } from '../i18n/index.ts';
import type { Quality } from '../state/stage.ts';
import './quality.css';

const heights = [5, 9, 13];
const lit: Readonly<Record<Quality, number>> = { poor: 1, fair: 2, good: 3 };

/** How well somebody is received: three bars and, for those who cannot see them, words. */
export function QualityBars({ quality, self }: { quality: Quality; self: boolean }) {
  const text = t(self ? `quality.self.${quality}` : `quality.${quality}`);
  return (
    <span class="quality" data-quality={quality} title={text}>
      <svg viewBox="0 0 15 13" aria-hidden="true" focusable="false">
        {heights.map((height, index) => (
          <rect key={height} x={index * 5.5} y={13 - height} width="4" height={height} rx="1" class={index < lit[quality] ? 'quality-lit' : 'quality-dark'} />
        ))}
      </svg>
      <span class="hidden">{text}</span>
    </span>
  );
}
