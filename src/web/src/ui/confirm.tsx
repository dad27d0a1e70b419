import { t } from '../i18n/index.ts';
import './confirm.css';
import { Dialog } from './dialog.tsx';

interface Props {
  readonly title: string;
  readonly text: string;
  /** What the button that does it says. */
  readonly action: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks once before something that cannot be taken back. */
export function Confirm({ title, text, action, onConfirm, onClose }: Props) {
  const confirm = () => {
    onClose();
    onConfirm();
  };
  return (
    <Dialog title={title} onClose={onClose} testId="confirm">
      <p class="confirm-text">{text}</p>
      <div class="confirm-ways">
        <button type="button" class="secondary" onClick={onClose}>
          {t('chat.cancel')}
        </button>
        <button type="button" class="primary" data-testid="confirm-yes" onClick={confirm}>
          {action}
        </button>
      </div>
    </Dialog>
  );
}
