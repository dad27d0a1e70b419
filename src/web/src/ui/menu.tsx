import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

export interface MenuEntry {
  /** Also `data-action`. */
  readonly id: string;
  readonly text: string;
  readonly icon?: IconName;
  /** Of a choice between several: this is the one. Left out for entries that do something. */
  readonly chosen?: boolean;
  /** Heading of the choice this entry belongs to. */
  readonly group?: string;
  readonly act: () => void;
}

interface Props {
  readonly label: string;
  /** The control that opened the menu; it gets the focus back. */
  readonly anchor: HTMLElement;
  readonly entries: readonly MenuEntry[];
  readonly onClose: () => void;
}

const edgePx = 8;

/** A list of actions beside the control that opened it. Arrow keys walk, Escape and a click elsewhere close. */
export function Menu({ label, anchor, entries, onClose }: Props) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const menu = element.current!;
    const [at, { width, height }] = [anchor.getBoundingClientRect(), menu.getBoundingClientRect()];
    const below = at.bottom + 4 + height <= innerHeight - edgePx;
    const left = at.left + width <= innerWidth - edgePx ? at.left : at.right - width;
    const top = below ? at.bottom + 4 : at.top - 4 - height;
    menu.style.left = `${Math.max(edgePx, left)}px`;
    menu.style.top = `${Math.max(edgePx, Math.min(top, innerHeight - edgePx - height))}px`;
    menu.querySelector<HTMLElement>('[role^=menuitem]')?.focus({ preventScroll: true });
  }, [anchor]);
  // From the first moment on: a click that comes before the next frame closes it too.
  useLayoutEffect(() => {
    const outside = (event: PointerEvent) => {
      if (!element.current?.contains(event.target as Node) && !anchor.contains(event.target as Node)) {
        onClose();
      }
    };
    document.addEventListener('pointerdown', outside, true);
    addEventListener('resize', onClose);
    return () => {
      document.removeEventListener('pointerdown', outside, true);
      removeEventListener('resize', onClose);
    };
  }, [anchor, onClose]);
  const closeAndReturn = () => {
    onClose();
    anchor.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...element.current!.querySelectorAll<HTMLElement>('[role^=menuitem]')];
    const now = items.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: items.length - 1 }[event.key];
    if (next !== undefined) {
      items[(next + items.length) % items.length]?.focus({ preventScroll: true });
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      closeAndReturn();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={element} class="menu" role="menu" aria-label={label} data-testid="menu" onKeyDown={onKeyDown}>
      {groupsOf(entries).map(([group, members]) =>
        group === undefined ? (
          members.map((entry) => <Entry key={entry.id} entry={entry} onChosen={closeAndReturn} />)
        ) : (
          <div key={group} role="group" aria-label={group}>
            <div class="menu-group" aria-hidden="true">
              {group}
            </div>
            {members.map((entry) => (
              <Entry key={entry.id} entry={entry} onChosen={closeAndReturn} />
            ))}
          </div>
        ),
      )}
    </div>
  );
}

function Entry({ entry: { id, text, icon, chosen, act }, onChosen }: { entry: MenuEntry; onChosen: () => void }) {
  return (
    <button
      type="button"
      class="menu-entry"
      role={chosen === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={chosen}
      tabIndex={-1}
      data-action={id}
      onClick={() => {
        onChosen();
        act();
      }}
    >
      {icon ? <Icon name={icon} /> : <span class="menu-mark" data-chosen={chosen ?? false} aria-hidden="true" />}
      <span>{text}</span>
    </button>
  );
}

/** Neighbours of one group together. */
function groupsOf(entries: readonly MenuEntry[]): [group: string | undefined, members: MenuEntry[]][] {
  const groups: [string | undefined, MenuEntry[]][] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (last && last[0] === entry.group) {
      last[1].push(entry);
    } else {
      groups.push([entry.group, [entry]]);
    }
  }
  return groups;
}
