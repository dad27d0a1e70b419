import { settingsOpen } from '../state/panel.ts';
import { permissionHelp, shortcutsOpen } from '../state/sheets.ts';
// Styles of what is loaded later come with the first load: a chunk brings none.
import './deviceoptions.css';
import './dialog.css';
import { lazy } from './lazy.tsx';
import './levelmeter.css';
import './settings.css';

const Settings = lazy(() => import('./settings.tsx').then(({ Settings }) => Settings));
const ShortcutSheet = lazy(() => import('./shortcutsheet.tsx').then(({ ShortcutSheet }) => ShortcutSheet));
const PermissionHelp = lazy(() => import('./permissionhelp.tsx').then(({ PermissionHelp }) => PermissionHelp));

/** Dialogues that can be opened from anywhere. */
export function Sheets() {
  return (
    <>
      {settingsOpen.value && <Settings />}
      {shortcutsOpen.value && <ShortcutSheet />}
      {permissionHelp.value && <PermissionHelp />}
    </>
  );
}
