import type { ComponentType } from 'preact';
import { t } from '../i18n/index.ts';
import { acts, canShareScreen, chat, polls, session } from '../state/app.ts';
import { panel, settingsOpen, togglePanel } from '../state/panel.ts';
import { DeviceButton } from './devicebutton.tsx';
import { ReactionTool } from './reactions.tsx';
import { Tool } from './tool.tsx';

/** What a tool is told about its place. */
export interface ToolPlace {
  /** It stands in the menu for what has no room. */
  readonly folded: boolean;
}

interface Entry {
  readonly key: string;
  /** 0 is the most important; the least important ones go into the menu first. */
  readonly importance: number;
  readonly Shown: ComponentType<ToolPlace>;
}

const { meeting } = session;

/** Every tool from left to right. */
export const tools: readonly Entry[] = [
  { key: 'mic', importance: 0, Shown: () => <DeviceButton device="mic" testId="toolbar-mic" /> },
  { key: 'camera', importance: 1, Shown: () => <DeviceButton device="camera" testId="toolbar-camera" /> },
  ...(canShareScreen ? [{ key: 'screen', importance: 6, Shown: () => <DeviceButton device="screen" testId="toolbar-screen" /> }] : []),
  { key: 'hand', importance: 4, Shown: HandTool },
  { key: 'reactions', importance: 8, Shown: ReactionTool },
  { key: 'chat', importance: 3, Shown: ChatTool },
  { key: 'people', importance: 5, Shown: PeopleTool },
  { key: 'polls', importance: 9, Shown: PollsTool },
  { key: 'settings', importance: 7, Shown: () => <Tool icon="settings" text={t('tool.settings')} testId="toolbar-settings" onClick={() => (settingsOpen.value = true)} /> },
  { key: 'leave', importance: 2, Shown: () => <Tool icon="log-out" text={t('room.leave')} title={t('room.leave.title')} testId="toolbar-leave" danger onClick={() => void session.leave()} /> },
];

/** What waits in the menu for tools without room, so that nobody misses it. */
export function waitingFor(key: string): number {
  switch (key) {
    case 'chat':
      return chat.unread.value;
    case 'people':
      return meeting.lobby.value.length;
    case 'polls':
      return polls.unread.value;
    default:
      return 0;
  }
}

function HandTool() {
  const raised = (meeting.self.value?.hand ?? 0) > 0;
  // Where one has to ask before speaking, the hand is how.
  const asks = meeting.settings.value?.speaking === 'ask' && !meeting.you.value?.mic;
  return <Tool icon="hand" text={t('tool.hand')} title={t(raised ? 'tool.hand.lower' : asks ? 'tool.hand.ask' : 'tool.hand.raise')} testId="toolbar-hand" pressed={raised} onClick={() => void acts.toggleHand()} />;
}

function ChatTool() {
  const count = waitingFor('chat');
  return (
    <Tool
      icon="message-square"
      text={t('tool.chat')}
      testId="toolbar-chat"
      pressed={panel.value === 'chat'}
      badge={{ count, text: t(count === 1 ? 'tool.chat.unread.one' : 'tool.chat.unread', { count }) }}
      onClick={() => togglePanel('chat')}
    />
  );
}

function PeopleTool() {
  const count = waitingFor('people');
  return (
    <Tool
      icon="users"
      text={t('tool.people')}
      testId="toolbar-people"
      pressed={panel.value === 'people'}
      badge={{ count, text: t(count === 1 ? 'tool.people.knocking.one' : 'tool.people.knocking', { count }) }}
      onClick={() => togglePanel('people')}
    />
  );
}

function PollsTool() {
  const count = waitingFor('polls');
  return (
    <Tool
      icon="chart-column"
      text={t('tool.polls')}
      testId="toolbar-polls"
      pressed={panel.value === 'polls'}
      badge={{ count, text: t(count === 1 ? 'polls.unread.one' : 'polls.unread', { count }) }}
      onClick={() => togglePanel('polls')}
    />
  );
}
