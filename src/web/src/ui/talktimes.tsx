import { useEffect, useState } from 'preact/hooks';
import { language, t } from '../i18n/index.ts';
import { session } from '../state/app.ts';
import { csvOf } from '../state/csv.ts';
import { clock, sharesOf, type TalkShare } from '../state/talktime.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import { saveFile, today } from './save.ts';
import './talktimes.css';

const refreshMs = 5_000;

/** Who spoke how long in this meeting, kept up to date while it is open. */
export function TalkTimesDialog({ onClose }: { onClose: () => void }) {
  const [shares, setShares] = useState<readonly TalkShare[] | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const load = () =>
      session.call.peek()?.talkTime().then(
        (items) => {
          setShares(sharesOf(items));
          setFailed(false);
        },
        () => setFailed(true),
      );
    void load();
    const timer = setInterval(() => void load(), refreshMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <Dialog title={t('people.talk-times')} onClose={onClose} testId="talk-times-dialog">
      {failed && <p role="alert">{t('talk.failed')}</p>}
      {shares && (
        <>
          <ol class="talk">
            {shares.map(({ participantId, name, present, spokeMs, percent, part }) => (
              <li key={participantId} class="talk-line" data-testid="talk-line" data-name={name}>
                <span class="talk-name">
                  <bdi>{name}</bdi>
                  {!present && <span class="talk-gone"> {t('talk.gone')}</span>}
                </span>
                <span class="talk-time">{clock(spokeMs)}</span>
                <span class="talk-time">{percent} %</span>
                <span class="talk-bar" style={{ width: `${100 * part}%` }} />
              </li>
            ))}
          </ol>
          {session.meeting.moderates.value && (
            <button type="button" class="secondary talk-save" data-testid="talk-save" onClick={() => save(shares)}>
              <Icon name="download" />
              {t('talk.save')}
            </button>
          )}
        </>
      )}
    </Dialog>
  );
}

function save(shares: readonly TalkShare[]): void {
  const head = [t('list.name'), t('talk.time'), t('talk.share'), t('talk.present')];
  const rows = shares.map(({ name, spokeMs, percent, present }) => [name, clock(spokeMs), `${percent} %`, present ? t('list.yes') : t('list.no')]);
  saveFile(`${t('talk.file')}-${today()}.csv`, 'text/csv', csvOf([head, ...rows], language.peek()));
}
