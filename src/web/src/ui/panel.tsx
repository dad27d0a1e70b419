import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { panel } from '../state/panel.ts';
import { useFocusOnEntry } from './focus.ts';
import { Icon } from './icon.tsx';
import './panel.css';

/** Frame of what stands beside the stage. Escape closes it. */
export function Panel({ title, actions, children }: { title: string; actions?: ComponentChildren; children: ComponentChildren }) {
  // Who opened the panel with a button goes on there when it closes.
  const [before] = useState(() => document.activeElement);
  const element = useFocusOnEntry<HTMLElement>();
  const titleId = useId();
  const close = () => (panel.value = null);
  useLayoutEffect(() => {
    return () => {
      if (before instanceof HTMLElement && (document.activeElement === document.body || element.current?.contains(document.activeElement))) {
        before.focus({ preventScroll: true });
      }
    };
  }, []);
  return (
    <section ref={element} class="panel" tabIndex={-1} aria-labelledby={titleId} onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && close()}>
      <div class="panel-head">
        <h2 id={titleId} class="panel-title">
          {title}
        </h2>
        {actions}
        <button type="button" class="quiet square" aria-label={t('close')} title={t('close')} onClick={close}>
          <Icon name="x" />
        </button>
      </div>
      {children}
    </section>
  );
}
