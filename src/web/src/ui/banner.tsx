import type { ComponentChildren } from 'preact';
import './banners.css';
import { Icon, type IconName } from './icon.tsx';

interface Props {
  readonly icon: IconName;
  /** `alert` interrupts a screen reader. */
  readonly role: 'status' | 'alert';
  readonly text: string;
  readonly children?: ComponentChildren;
}

/** One notice over the page, with what can be done about it. */
export function Banner({ icon, role, text, children }: Props) {
  return (
    <div class="banner" data-testid="banner" role={role}>
      <Icon name={icon} />
      <span class="banner-text">{text}</span>
      {children && <span class="banner-ways">{children}</span>}
    </div>
  );
}
