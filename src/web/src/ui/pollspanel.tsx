import { language, t } from '../i18n/index.ts';
import { polls, session } from '../state/app.ts';
import { pollsAsTable, pollsAsText, type PollWords } from '../state/pollresult.ts';
import { Icon } from './icon.tsx';
import { Panel } from './panel.tsx';
import { kindOf, PollCard, votedText, votesText } from './pollcard.tsx';
import { PollForm } from './pollform.tsx';
import { saveFile, today } from './save.ts';

/** The polls beside the stage, the newest on top. */
export function PollsPanel() {
  const list = polls.list.value;
  const moderates = session.meeting.moderates.value;
  return (
    <Panel title={t('polls.title')} actions={<Actions />}>
      <div class="polls">
        {moderates &&
          (polls.draft.value ? (
            <PollForm />
          ) : (
            <button type="button" class="primary poll-new" data-testid="poll-create" onClick={() => polls.startDraft()}>
              <Icon name="plus" />
              {t('polls.new')}
            </button>
          ))}
        {list.length === 0 && !polls.draft.value && (
          <div class="polls-empty">
            <p>
              <strong>{t('polls.empty')}</strong>
            </p>
            <p>{moderates ? t('polls.empty.moderator') : t('polls.empty.next')}</p>
          </div>
        )}
        {list.map((poll, index) => (
          <PollCard key={poll.id} poll={poll} number={list.length - index} />
        ))}
      </div>
    </Panel>
  );
}

function Actions() {
  if (polls.list.value.length === 0) {
    return null;
  }
  return (
    <>
      <button type="button" class="quiet square" data-testid="polls-save-text" aria-label={t('polls.save.text')} title={t('polls.save.text')} onClick={() => save('text')}>
        <Icon name="download" />
      </button>
      <button type="button" class="quiet square" data-testid="polls-save-table" aria-label={t('polls.save.table')} title={t('polls.save.table')} onClick={() => save('table')}>
        <Icon name="table" />
      </button>
    </>
  );
}

/** What this participant may see; oldest first, as the numbers say. */
function save(as: 'text' | 'table'): void {
  const list = [...polls.list.peek()].reverse();
  const words: PollWords = {
    title: t('polls.save.title', { date: new Intl.DateTimeFormat(language.peek(), { dateStyle: 'long' }).format(new Date()) }),
    kind: (poll) => [...kindOf(poll), poll.closed ? t('polls.closed') : t('polls.open')].join(', '),
    voted: votedText,
    votes: votesText,
    hidden: t('polls.result.later'),
    columns: [t('polls.column.number'), t('polls.column.question'), t('polls.column.option'), t('polls.column.votes'), t('polls.column.percent'), t('polls.column.voters')],
    separator: language.peek() === 'de' ? ';' : ',',
  };
  if (as === 'text') {
    saveFile(`polls-${today()}.txt`, 'text/plain', pollsAsText(list, words));
  } else {
    saveFile(`polls-${today()}.csv`, 'text/csv', pollsAsTable(list, words));
  }
}
