import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { polls } from '../state/app.ts';
import { maxPollOptions, maxPollTextLength, problemOf } from '../state/polls.ts';
import { Icon } from './icon.tsx';
import { Problem } from './pollcard.tsx';

/** Writes a poll. What was typed stays when the panel closes. */
export function PollForm() {
  const form = useRef<HTMLFormElement>(null);
  const [tried, setTried] = useState(false);
  const draft = polls.draft.value!;
  const missing = problemOf(draft);
  const fieldAt = (index: number) => form.current?.querySelectorAll<HTMLInputElement>('.poll-option-field')[index];
  useLayoutEffect(() => form.current?.querySelector('input')?.focus(), []);
  /** The answer that is to be written next, once it is there. */
  const next = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (next.current !== null) {
      fieldAt(next.current)?.focus();
      next.current = null;
    }
  });

  const setOption = (index: number, text: string) => polls.edit({ options: draft.options.map((option, other) => (other === index ? text : option)) });
  const add = () => {
    if (draft.options.length < maxPollOptions) {
      next.current = draft.options.length;
      polls.edit({ options: [...draft.options, ''] });
    }
  };
  const remove = (index: number) => {
    next.current = Math.max(0, index - 1);
    polls.edit({ options: draft.options.filter((_, other) => other !== index) });
  };
  /** Enter goes to the next answer: one writes a list that way. */
  const onEnter = (index: number) => (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) {
      return;
    }
    event.preventDefault();
    if (index + 1 < draft.options.length) {
      fieldAt(index + 1)?.focus();
    } else {
      add();
    }
  };
  return (
    <form
      ref={form}
      class="poll poll-form"
      data-testid="poll-form"
      aria-label={t('polls.new')}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        void polls.start();
      }}
    >
      <label>
        <span class="field-label">{t('polls.question')}</span>
        <input
          class="field"
          data-testid="poll-question"
          dir="auto"
          maxLength={maxPollTextLength}
          autocomplete="off"
          value={draft.question}
          onInput={(event) => polls.edit({ question: event.currentTarget.value })}
          onKeyDown={onEnter(-1)}
        />
      </label>
      <fieldset class="poll-options">
        <legend class="field-label">{t('polls.options')}</legend>
        {draft.options.map((option, index) => (
          <div key={index} class="poll-option">
            <input
              class="field poll-option-field"
              data-testid="poll-option"
              dir="auto"
              maxLength={maxPollTextLength}
              autocomplete="off"
              aria-label={t('polls.option', { number: index + 1 })}
              placeholder={t('polls.option', { number: index + 1 })}
              value={option}
              onInput={(event) => setOption(index, event.currentTarget.value)}
              onKeyDown={onEnter(index)}
            />
            {draft.options.length > 2 && (
              <button
                type="button"
                class="quiet square"
                aria-label={t('polls.option.remove', { number: index + 1 })}
                title={t('polls.option.remove', { number: index + 1 })}
                onClick={() => remove(index)}
              >
                <Icon name="x" />
              </button>
            )}
          </div>
        ))}
        <div class="poll-ways">
          <button type="button" class="secondary small" data-testid="poll-option-add" aria-disabled={draft.options.length >= maxPollOptions} onClick={add}>
            <Icon name="plus" />
            {t('polls.option.add')}
          </button>
          <button
            type="button"
            class="secondary small"
            data-testid="poll-preset"
            onClick={() => polls.edit({ options: [t('polls.preset.yes'), t('polls.preset.no'), t('polls.preset.abstain')], multiple: false })}
          >
            {t('polls.preset')}
          </button>
        </div>
      </fieldset>
      <Choice name="multiple" />
      <Choice name="anonymous" />
      <Choice name="live" />
      {tried && missing && (
        <p class="poll-problem" role="alert">
          {t(`polls.draft.${missing}`)}
        </p>
      )}
      <Problem poll="" />
      <div class="poll-ways">
        <button type="submit" class="primary small" data-testid="poll-start" aria-disabled={missing !== null} aria-busy={polls.busy.value}>
          {t('polls.start')}
        </button>
        <button type="button" class="secondary small" data-testid="poll-discard" onClick={() => polls.discardDraft()}>
          {t('polls.discard')}
        </button>
      </div>
    </form>
  );
}

function Choice({ name }: { name: 'multiple' | 'anonymous' | 'live' }) {
  return (
    <label class="poll-choice">
      <input type="checkbox" data-testid={`poll-${name}`} checked={polls.draft.value![name]} onChange={(event) => polls.edit({ [name]: event.currentTarget.checked })} />
      <span>{t(`polls.${name}`)}</span>
    </label>
  );
}
