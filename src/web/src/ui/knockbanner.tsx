import { useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { acts, session } from '../state/app.ts';
import { panel } from '../state/panel.ts';
import { Banner } from './banner.tsx';
import { Icon } from './icon.tsx';

/** Somebody stands before the door while the list of people is not open. */
export function KnockBanner() {
  /** Who was there when the moderator closed the notice; the next one who knocks brings it back. */
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const { meeting } = session;
  const waiting = meeting.lobby.value;
  const first = waiting[0];
  if (!first || !meeting.moderates.value || panel.value === 'people' || waiting.every(({ id }) => seen.has(id))) {
    return null;
  }
  const alone = waiting.length === 1;
  return (
    <Banner icon="door-open" role="status" text={alone ? t('knock.one', { name: first.name }) : t('knock.many', { count: waiting.length })}>
      {alone ? (
        <span data-testid="lobby-knocker" data-name={first.name}>
          <button type="button" class="primary small" data-testid="lobby-admit" aria-label={t('queue.admit.name', { name: first.name })} onClick={() => void acts.to(first.id, 'admit')}>
            {t('queue.admit')}
          </button>
        </span>
      ) : (
        <button type="button" class="primary small" data-testid="lobby-admit-all" onClick={() => void acts.do({ command: 'admit-all' })}>
          {t('queue.admit-all')}
        </button>
      )}
      <button type="button" class="secondary small" data-testid="lobby-show" onClick={() => (panel.value = 'people')}>
        {t('knock.show')}
      </button>
      <button type="button" class="quiet square" aria-label={t('close')} title={t('close')} onClick={() => setSeen(new Set(waiting.map(({ id }) => id)))}>
        <Icon name="x" />
      </button>
    </Banner>
  );
}
