import { session } from '../state/app.ts';
import { invitation, roomSettingsOpen, settingsOpen } from '../state/panel.ts';
import { permissionHelp, shortcutsOpen, statisticsOpen } from '../state/sheets.ts';
// Styles of what is loaded later come with the first load: a chunk brings none.
import './deviceoptions.css';
import './dialog.css';
import './invite.css';
import { lazy } from './lazy.tsx';
import './levelmeter.css';
import './roomsettings.css';
import './selftest.css';
import './settings.css';
import './statistics.css';

const Invite = lazy(() => import('./invite.tsx').then(({ Invite }) => Invite));
const RoomSettingsSheet = lazy(() => import('./roomsettings.tsx').then(({ RoomSettingsSheet }) => RoomSettingsSheet));
const Settings = lazy(() => import('./settings.tsx').then(({ Settings }) => Settings));
const ShortcutSheet = lazy(() => import('./shortcutsheet.tsx').then(({ ShortcutSheet }) => ShortcutSheet));
const Statistics = lazy(() => import('./statistics.tsx').then(({ Statistics }) => Statistics));
const PermissionHelp = lazy(() => import('./permissionhelp.tsx').then(({ PermissionHelp }) => PermissionHelp));

/** Dialogues that can be opened from anywhere. */
export function Sheets() {
  return (
    <>
      {session.phase.value === 'room' && invitation.value && <Invite />}
      {session.phase.value === 'room' && roomSettingsOpen.value && <RoomSettingsSheet />}
      {settingsOpen.value && <Settings />}
      {shortcutsOpen.value && <ShortcutSheet />}
      {statisticsOpen.value && <Statistics />}
      {permissionHelp.value && <PermissionHelp />}
    </>
  );
}
