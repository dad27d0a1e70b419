import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import './dialog.css';
import { Icon } from './icon.tsx';

interface Props {
  readonly title: string;
  /** Called for Escape, the closing button and a click beside the dialogue. */
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly testId?: string;
  readonly wide?: boolean;
  /** Nothing in it takes the focus: then the text itself does, so that keys can scroll it. */
  readonly textOnly?: boolean;
}

/** A modal dialogue. The browser keeps the focus inside; it goes back to the control that opened it. */
export function Dialog({ title, onClose, children, testId, wide = false, textOnly = false }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    const opener = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // The browser gives the focus back only if the dialogue is still in the page when it closes.
      if (opener instanceof HTMLElement && (document.activeElement === document.body || dialog?.contains(document.activeElement))) {
        opener.focus({ preventScroll: true });
      }
    };
  }, []);
  const onClick = (event: MouseEvent) => {
    if (event.target === element.current) {
      onClose();
    }
  };
  return (
    <dialog
      ref={element}
      class={wide ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby={titleId}
      data-testid={testId}
      onClick={onClick}
      // What the dialogue was opened from has its own use for Escape.
      onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div class="dialog-head">
        <h2 id={titleId} class="dialog-title">
          {title}
        </h2>
        <button type="button" class="quiet square" aria-label={t('close')} title={t('close')} onClick={onClose}>
          <Icon name="x" />
        </button>
      </div>
      <div class="dialog-body" {...(textOnly && { tabIndex: 0, role: 'region', 'aria-labelledby': titleId })}>{children}</div>
    </dialog>
  );
}
