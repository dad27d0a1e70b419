import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { panel, type PanelName } from '../state/panel.ts';
// Styles of what is loaded later come with the first load: a chunk brings none.
import './chat.css';
import './confirm.css';
import './dialog.css';
import { later, type Later } from './later.tsx';
import './polls.css';
import { RoomNotes } from './roomnotes.tsx';

/** What can stand beside the stage. */
const panels: Partial<Record<PanelName, ComponentType | Later>> = {
  chat: later(
    () => t('chat.title'),
    () => import('./chatpanel.tsx').then(({ ChatPanel }) => ChatPanel),
  ),
  polls: later(
    () => t('polls.title'),
    () => import('./pollspanel.tsx').then(({ PollsPanel }) => PollsPanel),
  ),
};

/** Quiet time after entering the room, when what is opened later is fetched. */
const quietMs = 1_500;

export function Panels() {
  useEffect(() => {
    const timer = setTimeout(() => Object.values(panels).forEach((part) => 'load' in part && part.load()), quietMs);
    return () => clearTimeout(timer);
  }, []);
  const Shown = panel.value && panels[panel.value];
  return (
    <>
      <RoomNotes />
      {Shown && <Shown key={panel.value} />}
    </>
  );
}
