import type { ComponentChildren } from 'preact';
import { t } from '../i18n/index.ts';
import './askonce.css';
import { Dialog } from './dialog.tsx';

interface Props {
  readonly title: string;
  readonly text: string;
  /** What the button that does it says, and its test id. */
  readonly action: string;
  readonly testId: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children?: ComponentChildren;
}

/** Asks before something that hits others and cannot be taken back. */
export function AskOnce({ title, text, action, testId, onConfirm, onClose, children }: Props) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p class="ask-text">{text}</p>
      {children}
      <div class="ask-ways">
        <button type="button" class="secondary" onClick={onClose}>
          {t('people.cancel')}
        </button>
        <button
          type="button"
          class="primary dangerous"
          data-testid={testId}
          onClick={() => {
            onClose();
            onConfirm();
          }}
        >
          {action}
        </button>
      </div>
    </Dialog>
  );
}
