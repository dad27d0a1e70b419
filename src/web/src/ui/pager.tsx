import { t } from '../i18n/index.ts';
import { stage } from '../state/app.ts';
import { Icon } from './icon.tsx';

/** To those who do not fit on the stage. Who speaks there is named at the button that leads there. */
export function Pager() {
  const { page, pages } = stage.arrangement.value;
  const speaks = stage.speaksElsewhere.value;
  if (pages === 1) {
    return null;
  }
  return (
    <div class="pager">
      <Turn by={-1} text={t('room.page.previous')} atEnd={page === 0} speaker={speaks && speaks.page < page ? speaks.name : null} />
      <span aria-live="polite">{t('room.page', { page: page + 1, pages })}</span>
      <Turn by={1} text={t('room.page.next')} atEnd={page === pages - 1} speaker={speaks && speaks.page > page ? speaks.name : null} />
    </div>
  );
}

function Turn({ by, text, atEnd, speaker }: { by: -1 | 1; text: string; atEnd: boolean; speaker: string | null }) {
  const label = speaker === null ? text : t('room.page.speaks', { text, name: speaker });
  return (
    <button
      type="button"
      class="quiet square pager-turn"
      data-testid={by < 0 ? 'pager-previous' : 'pager-next'}
      data-speaking={String(speaker !== null)}
      aria-label={label}
      title={label}
      aria-disabled={atEnd}
      onClick={() => stage.turn(by)}
    >
      <Icon name={by < 0 ? 'chevron-left' : 'chevron-right'} />
      {speaker !== null && (
        <span class="pager-speaker" data-testid="pager-speaker">
          <Icon name="speech" />
          <bdi>{speaker}</bdi>
        </span>
      )}
    </button>
  );
}
