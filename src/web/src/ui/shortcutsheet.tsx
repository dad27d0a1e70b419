import { ts } from '../i18n/settings.ts';
import { preferences } from '../state/app.ts';
import { shortcutsOpen } from '../state/sheets.ts';
import { keyOf, shortcutNames } from '../state/shortcuts.ts';
import { Dialog } from './dialog.tsx';

/** All keys at a glance; `?` opens it. */
export function ShortcutSheet() {
  return (
    <Dialog textOnly title={ts('keys.title')} onClose={() => (shortcutsOpen.value = false)} testId="shortcuts">
      <p class="options-note">{ts(preferences.taste.value.shortcuts ? 'keys.lead' : 'keys.off')}</p>
      <KeyList />
    </Dialog>
  );
}

export function KeyList() {
  return (
    <dl class="keys">
      <div>
        <dt>
          <kbd>{ts('key.space')}</kbd>
        </dt>
        <dd>{ts('key.talk')}</dd>
      </div>
      {shortcutNames.map((name) => (
        <div key={name}>
          <dt>
            <kbd>{keyOf(name).toUpperCase()}</kbd>
          </dt>
          <dd>{ts(`key.${name}`)}</dd>
        </div>
      ))}
    </dl>
  );
}
