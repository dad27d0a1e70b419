import type { RefObject } from 'preact';
import { Icon, type IconName } from './icon.tsx';
import './tool.css';

interface Props {
  readonly icon: IconName;
  readonly text: string;
  /** Says what a click does, where the text alone does not. */
  readonly title?: string;
  readonly testId?: string;
  /** For what is on or off. */
  readonly pressed?: boolean;
  /** For what opens something at the button. */
  readonly expanded?: boolean;
  /** Something waits behind this button: how many, and in words for those who do not see the number. */
  readonly badge?: { readonly count: number; readonly text: string } | undefined;
  readonly danger?: boolean;
  readonly element?: RefObject<HTMLButtonElement | null>;
  readonly onClick: () => void;
}

/** One control of the toolbar: a round face with its name below. In the menu for what has no room it is a line. */
export function Tool({ icon, text, title, testId, pressed, expanded, badge, danger, element, onClick }: Props) {
  return (
    <button
      ref={element ?? null}
      type="button"
      class={danger ? 'tool danger' : 'tool'}
      data-testid={testId}
      aria-pressed={pressed}
      aria-expanded={expanded}
      title={title}
      onClick={onClick}
    >
      <span class="tool-face">
        <Icon name={icon} />
        {badge && badge.count > 0 && (
          <span class="tool-badge" aria-hidden="true">
            {badge.count > 99 ? '99+' : badge.count}
          </span>
        )}
      </span>
      <span class="tool-text">{text}</span>
      {badge && badge.count > 0 && <span class="hidden">{badge.text}</span>}
    </button>
  );
}
