import { useId, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { polls, session } from '../state/app.ts';
import { answersOf, type Answer } from '../state/pollresult.ts';
import type { Poll } from '../state/polls.ts';
import { AskOnce } from './askonce.tsx';
import { Icon } from './icon.tsx';

/** One poll: the question, then the ballot or what has come of it. */
export function PollCard({ poll, number }: { poll: Poll; number: number }) {
  const titleId = useId();
  const asking = polls.isAsking(poll);
  const present = session.meeting.roster.value.size + 1;
  return (
    <article class="poll" data-testid="poll" data-closed={poll.closed} aria-labelledby={titleId}>
      <p class="poll-meta">
        {t('polls.number', { number })} · {[...kindOf(poll), poll.closed ? t('polls.closed') : t('polls.open')].join(' · ')}
      </p>
      <h3 id={titleId} class="poll-question" dir="auto">
        {poll.question}
      </h3>
      {asking ? <Ballot poll={poll} titleId={titleId} /> : <Results poll={poll} />}
      {asking && poll.counts && poll.voted > 0 && (
        <details class="poll-so-far">
          <summary>{t('polls.result.so-far')}</summary>
          <Results poll={poll} />
        </details>
      )}
      {!poll.counts && !asking && <p class="poll-note">{t('polls.result.later')}</p>}
      <Problem poll={poll.id} />
      <div class="poll-foot">
        <span class="poll-voted" data-testid="poll-voted">
          {votedText(poll.voted)}
          {!poll.closed && ` · ${present === 1 ? t('polls.present.one') : t('polls.present', { count: present })}`}
        </span>
        {!poll.closed && !asking && (
          <button type="button" class="secondary small" data-testid="poll-change" onClick={() => polls.changeVote(poll)}>
            {t('polls.vote.change')}
          </button>
        )}
        {!poll.closed && session.meeting.moderates.value && <Close poll={poll} />}
      </div>
    </article>
  );
}

function Ballot({ poll, titleId }: { poll: Poll; titleId: string }) {
  const chosen = polls.choicesIn(poll);
  return (
    <form
      class="poll-ballot"
      onSubmit={(event) => {
        event.preventDefault();
        void polls.vote(poll);
      }}
    >
      <div role={poll.multiple ? 'group' : 'radiogroup'} aria-labelledby={titleId}>
        {poll.options.map((option, index) => (
          <label key={index} class="poll-choice">
            <input
              type={poll.multiple ? 'checkbox' : 'radio'}
              name={`poll-${poll.id}`}
              data-testid="poll-choice"
              checked={chosen.includes(index)}
              onChange={(event) => polls.choose(poll, index, event.currentTarget.checked)}
            />
            <span dir="auto">{option}</span>
          </label>
        ))}
      </div>
      {!poll.anonymous && <p class="poll-note">{t('polls.named.warning')}</p>}
      <div class="poll-ways">
        <button type="submit" class="primary small" data-testid="poll-vote" aria-disabled={chosen.length === 0} aria-busy={polls.busy.value}>
          {t('polls.vote')}
        </button>
        {poll.yourChoices.length > 0 && (
          <button type="button" class="secondary small" onClick={() => polls.keepVote(poll)}>
            {t('polls.vote.keep')}
          </button>
        )}
      </div>
    </form>
  );
}

function Results({ poll }: { poll: Poll }) {
  return (
    <ul class="poll-results" aria-label={t('polls.result')}>
      {answersOf(poll).map((answer, index) => (
        <Result key={index} answer={answer} />
      ))}
    </ul>
  );
}

function Result({ answer: { text, own, votes, percent, voters } }: { answer: Answer }) {
  return (
    <li class="poll-result" data-testid="poll-result" data-votes={votes ?? undefined}>
      <div class="poll-line">
        <span class="poll-text">
          <bdi dir="auto">{text}</bdi>
          {own && (
            <span class="poll-own">
              <Icon name="check" />
              {t('polls.own')}
            </span>
          )}
        </span>
        {votes !== null && <span class="poll-votes">{votesText(votes, percent)}</span>}
      </div>
      {votes !== null && (
        <div class="poll-bar" aria-hidden="true">
          <div class="poll-bar-part" style={{ width: `${percent}%` }} />
        </div>
      )}
      {voters && voters.length > 0 && <p class="poll-voters">{voters.join(', ')}</p>}
    </li>
  );
}

function Close({ poll }: { poll: Poll }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button type="button" class="secondary small" data-testid="poll-close" onClick={() => setAsking(true)}>
        {t('polls.close')}
      </button>
      {asking && (
        <AskOnce title={t('polls.close.title')} text={t('polls.close.text')} action={t('polls.close')} testId="poll-close-confirm" onConfirm={() => void polls.close(poll)} onClose={() => setAsking(false)} />
      )}
    </>
  );
}

/** Why the last thing asked of the server was refused; the empty id stands for the poll that is being written. */
export function Problem({ poll }: { poll: string }) {
  const problem = polls.problem.value;
  if (problem?.poll !== poll) {
    return null;
  }
  return (
    <p class="poll-problem" role="alert">
      {problemText(problem.code)}
    </p>
  );
}

function problemText(code: string): string {
  switch (code) {
    case 'limit-reached':
    case 'not-allowed':
    case 'target-gone':
    case 'text-invalid':
    case 'too-many-requests':
      return t(`polls.problem.${code}`);
    default:
      return t('polls.problem.other');
  }
}

export function kindOf({ anonymous, multiple }: Poll): string[] {
  return [anonymous ? t('polls.kind.anonymous') : t('polls.kind.named'), multiple ? t('polls.kind.multiple') : t('polls.kind.single')];
}

export function votedText(count: number): string {
  return count === 0 ? t('polls.voted.none') : count === 1 ? t('polls.voted.one') : t('polls.voted.many', { count });
}

export function votesText(count: number, percent: number): string {
  return count === 1 ? t('polls.votes.one', { percent }) : t('polls.votes.many', { count, percent });
}
