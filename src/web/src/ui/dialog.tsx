import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { notices, session } from '../state/app.ts';
import { openDialogs, type OpenDialog } from '../state/newsplace.ts';
import './dialog.css';
import { Icon } from './icon.tsx';
import { DialogNews } from './news.tsx';

interface Props {
  readonly title: string;
  /** Called for Escape, the closing button and a click beside the dialogue. */
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly testId?: string;
  readonly wide?: boolean;
  /** As high as it may be, whatever is in it: nothing moves when its contents change. */
  readonly tall?: boolean;
  /** Nothing in it takes the focus: then the text itself does, so that keys can scroll it. */
  readonly textOnly?: boolean;
}

/** A modal dialogue. The browser keeps the focus inside; it goes back to the control that opened it. */
export function Dialog({ title, onClose, children, testId, wide = false, tall = false, textOnly = false }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [place, setPlace] = useState<OpenDialog | null>(null);
  // Open before the next key: it would otherwise be taken by what is behind.
  useLayoutEffect(() => {
    const dialog = element.current;
    const opener = document.activeElement;
    const opened = { lastNotice: notices.list.peek().at(-1)?.id ?? 0, connected: session.connection.peek() === 'connected' };
    dialog?.showModal();
    openDialogs.value = [...openDialogs.peek(), opened];
    setPlace(opened);
    return () => {
      openDialogs.value = openDialogs.peek().filter((other) => other !== opened);
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
      class={`dialog${wide ? ' dialog-wide' : ''}${tall ? ' dialog-tall' : ''}`}
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
      <DialogNews place={place} />
      <div class="dialog-body" {...(textOnly && { tabIndex: 0, role: 'region', 'aria-labelledby': titleId })}>{children}</div>
    </dialog>
  );
}
