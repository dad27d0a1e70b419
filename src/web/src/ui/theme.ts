import { effect } from '@preact/signals';
import { preferences } from '../state/app.ts';

const scheme = /\(prefers-color-scheme:\s*(dark|light)\)/;
/** The media rules of all style sheets, the operator's included, as they were written. */
const written = new WeakMap<MediaList, string>();

/**
 * Light or dark by choice instead of the device's setting. The colours are written once, for the device's setting; here those rules
 * are made to hold or not to hold, so that no second copy of them is needed.
 */
export function followTheme(): void {
  const apply = () => paint(preferences.taste.peek().theme);
  effect(() => paint(preferences.taste.value.theme));
  // Style sheets that are loaded later bring rules of their own.
  addEventListener('load', apply, { once: true });
}

function paint(theme: 'auto' | 'light' | 'dark'): void {
  document.documentElement.style.colorScheme = theme === 'auto' ? '' : theme;
  for (const sheet of document.styleSheets) {
    for (const rule of rulesOf(sheet)) {
      if (rule instanceof CSSMediaRule) {
        repaint(rule.media, theme);
      }
    }
  }
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
    const original = (meta.dataset['media'] ??= meta.media);
    meta.media = mediaFor(original, theme);
  }
}

function repaint(media: MediaList, theme: 'auto' | 'light' | 'dark'): void {
  const original = written.get(media) ?? media.mediaText;
  if (scheme.test(original)) {
    written.set(media, original);
    media.mediaText = mediaFor(original, theme);
  }
}

function mediaFor(original: string, theme: 'auto' | 'light' | 'dark'): string {
  const [, wanted] = scheme.exec(original) ?? [];
  return theme === 'auto' || !wanted ? original : original.replace(scheme, wanted === theme ? '(min-width: 0)' : '(max-width: 0)');
}

function rulesOf(sheet: CSSStyleSheet): Iterable<CSSRule> {
  try {
    return sheet.cssRules;
  } catch {
    return []; // not ours
  }
}
