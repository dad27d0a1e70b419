import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { panel, type PanelName } from '../state/panel.ts';
// Styles of what is loaded later come with the first load: a chunk brings none.
import './askonce.css';
import './chat.css';
import './dialog.css';
import './face.css';
import { later, type Later } from './later.tsx';
import './lobbyqueue.css';
import './peoplepanel.css';
import './person.css';
import './polls.css';
import { RoomNotes } from './roomnotes.tsx';
import './roomwide.css';
import './talktimes.css';

/** What can stand beside the stage. */
const panels: Partial<Record<PanelName, ComponentType | Later>> = {
  chat: later(
    () => t('chat.title'),
    () => import('./chatpanel.tsx').then(({ ChatPanel }) => ChatPanel),
  ),
  people: later(
    () => t('tool.people'),
    () => import('./peoplepanel.tsx').then(({ PeoplePanel }) => PeoplePanel),
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
