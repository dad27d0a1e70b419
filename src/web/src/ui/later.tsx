import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { t } from '../i18n/index.ts';
import { Panel } from './panel.tsx';

export type Later = ComponentType & { readonly load: () => void };

/** A panel whose code is a chunk of its own. `load` fetches it ahead of need. */
export function later(title: () => string, fetchPart: () => Promise<ComponentType>): Later {
  const part = signal<ComponentType | 'failed' | null>(null);
  let asked = false;
  const load = () => {
    if (!asked) {
      asked = true;
      fetchPart().then(
        (loaded) => (part.value = loaded),
        () => (part.value = 'failed'),
      );
    }
  };
  const Part = () => {
    load();
    const Loaded = part.value;
    if (Loaded === null) {
      return null;
    }
    return Loaded === 'failed' ? <Missing title={title()} /> : <Loaded />;
  };
  return Object.assign(Part, { load });
}

/** The server has another version by now, or was not there: only a reload helps, browsers do not ask twice for a module. */
function Missing({ title }: { title: string }) {
  return (
    <Panel title={title}>
      <div class="panel-missing" role="alert">
        <p>{t('chat.missing')}</p>
        <button type="button" class="primary" onClick={() => location.reload()}>
          {t('chat.missing.reload')}
        </button>
      </div>
    </Panel>
  );
}
