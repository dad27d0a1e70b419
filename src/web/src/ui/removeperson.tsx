import { useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { acts } from '../state/app.ts';
import type { Person } from '../state/people.ts';
import { AskOnce } from './askonce.tsx';

/** Asks before somebody is sent away, and whether for good. */
export function RemovePerson({ person: { id, name }, onClose }: { person: Person; onClose: () => void }) {
  const [bar, setBar] = useState(false);
  return (
    <AskOnce title={t('remove.title', { name })} text={t('remove.text')} action={t('remove.action')} testId="person-remove-confirm" onConfirm={() => void acts.remove(id, bar)} onClose={onClose}>
      <label class="check">
        <input type="checkbox" data-testid="person-bar" checked={bar} onChange={(event) => setBar(event.currentTarget.checked)} />
        <span>{t('remove.bar')}</span>
      </label>
    </AskOnce>
  );
}
