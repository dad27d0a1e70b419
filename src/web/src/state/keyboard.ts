import { acts, canShareScreen, local, preferences, session } from './app.ts';
import { settingsOpen, togglePanel } from './panel.ts';
import { shortcutsOpen, statisticsOpen } from './sheets.ts';
import { Shortcuts, type ShortcutName } from './shortcuts.ts';

const acting: Readonly<Record<ShortcutName, () => void>> = {
  mic: () => void local.toggle('mic'),
  camera: () => void local.toggle('camera'),
  screen: () => void (canShareScreen && local.toggle('screen')),
  hand: () => void acts.toggleHand(),
  chat: () => togglePanel('chat'),
  people: () => togglePanel('people'),
  polls: () => togglePanel('polls'),
  settings: () => (settingsOpen.value = true),
  statistics: () => (statisticsOpen.value = true),
  help: () => (shortcutsOpen.value = true),
};

/** Listens to the keyboard from now on. Called once. */
export function startKeyboard(): void {
  const shortcuts = new Shortcuts({
    listening: () => session.phase.peek() === 'room' && preferences.taste.peek().shortcuts && document.querySelector('dialog[open]') === null,
    act: (name) => acting[name](),
    talk: (held) => void local.talk(held),
  });
  const taking = (take: (event: KeyboardEvent) => boolean) => (event: KeyboardEvent) => {
    if (!event.defaultPrevented && take(event)) {
      event.preventDefault();
    }
  };
  addEventListener('keydown', taking((event) => shortcuts.press(event)));
  addEventListener('keyup', taking((event) => shortcuts.release(event)));
  addEventListener('pointerdown', () => shortcuts.point(), true);
  addEventListener('blur', () => shortcuts.letGo());
}
