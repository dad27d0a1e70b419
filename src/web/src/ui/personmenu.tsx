import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { acts, stage } from '../state/app.ts';
import { writeTo } from '../state/panel.ts';
import type { Person } from '../state/people.ts';
import type { PersonAct } from '../state/rights.ts';
import { Icon, type IconName } from './icon.tsx';
import { usePopup } from './popup.tsx';

/** Besides what the server does: showing somebody large is one's own affair. */
type Way = PersonAct | 'pin' | 'unpin';

const icons: Readonly<Record<Way, IconName>> = {
  mute: 'mic-off',
  'camera-off': 'video-off',
  'stop-share': 'monitor-x',
  'allow-speak': 'speech',
  'withdraw-speak': 'ban',
  'lower-hand': 'hand',
  write: 'message-square',
  'make-moderator': 'shield-plus',
  'take-moderator': 'shield-off',
  remove: 'user-x',
  pin: 'pin',
  unpin: 'pin-off',
};

/** The line already has a button for muting. */
const testIds: Partial<Record<Way, string>> = { mute: 'person-menu-mute' };

/** Everything that may be done about one person. */
export function PersonMenu({ person, may, onRemove }: { person: Person; may: readonly PersonAct[]; onRemove: () => void }) {
  const popup = usePopup<HTMLSpanElement>();
  const label = t('people.menu', { name: person.name });
  // The dangerous one stays last.
  const last = may.at(-1) === 'remove' ? may.slice(-1) : [];
  const ways: readonly Way[] = [...may.slice(0, may.length - last.length), stage.isPinned(person.id) ? 'unpin' : 'pin', ...last];
  const run = (act: Way) => {
    popup.close();
    if (act === 'remove') {
      onRemove();
    } else if (act === 'write') {
      writeTo(person.id);
    } else if (act === 'pin' || act === 'unpin') {
      stage.togglePin(person.id);
    } else {
      void acts.to(person.id, act);
    }
  };
  return (
    <span class="person-more" ref={popup.root}>
      <button ref={popup.trigger} type="button" class="quiet square" data-testid="person-menu" aria-label={label} title={label} aria-expanded={popup.open} onClick={popup.toggle}>
        <Icon name="ellipsis-vertical" />
      </button>
      {popup.open && (
        <Placed label={label} beside={popup.trigger.current} onScroll={popup.close}>
          {ways.map((act) => (
            <button key={act} type="button" class={act === 'remove' ? 'menu-line menu-danger' : 'menu-line'} data-testid={testIds[act] ?? `person-${act}`} onClick={() => run(act)}>
              <Icon name={icons[act]} />
              <span>{t(`person.${act}`)}</span>
            </button>
          ))}
        </Placed>
      )}
    </span>
  );
}

const edgePx = 8;

/** Stands beside its button and always whole on the page, whatever scrolls. */
function Placed({ label, beside, onScroll, children }: { label: string; beside: HTMLElement | null; onScroll: () => void; children: preact.ComponentChildren }) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const menu = element.current;
    if (menu && beside) {
      const at = beside.getBoundingClientRect();
      const below = at.bottom + menu.offsetHeight + edgePx <= innerHeight;
      const top = below ? at.bottom : Math.max(edgePx, Math.min(at.top - menu.offsetHeight, innerHeight - menu.offsetHeight - edgePx));
      menu.style.top = `${top}px`;
      menu.style.left = `${Math.max(edgePx, Math.min(at.right - menu.offsetWidth, innerWidth - menu.offsetWidth - edgePx))}px`;
    }
  }, [beside]);
  useLayoutEffect(() => {
    document.addEventListener('scroll', onScroll, { capture: true, once: true });
    return () => document.removeEventListener('scroll', onScroll, { capture: true });
  }, []);
  return (
    <div ref={element} class="person-acts" role="group" aria-label={label}>
      {children}
    </div>
  );
}
