import { language, speak, t, type Language } from '../i18n/index.ts';
import { ts } from '../i18n/settings.ts';
import { chat, chimes, preferences, remember, session } from '../state/app.ts';
import { openDiagnostics } from '../state/diagnostics.ts';
import { settingsOpen } from '../state/panel.ts';
import { shortcutsOpen, statisticsOpen } from '../state/sheets.ts';
import { Options } from './deviceoptions.tsx';
import { Group, Switch, TasteSwitch } from './settingsparts.tsx';
import { KeyList } from './shortcutsheet.tsx';

const languages: readonly { readonly id: Language; readonly label: string }[] = [
  { id: 'de', label: 'Deutsch' },
  { id: 'en', label: 'English' },
];

export function LookPage() {
  const themes = (['auto', 'light', 'dark'] as const).map((id) => ({ id, label: ts(`look.theme.${id}`) }));
  return (
    <>
      <Group title={ts('look.language')}>
        <Options options={languages} chosen={language.value} testId="choose-language" onChoose={(id) => void speak(id)} />
      </Group>
      <Group title={ts('look.theme')}>
        <Options options={themes} chosen={preferences.taste.value.theme} testId="choose-theme" onChoose={(theme) => preferences.set({ theme })} />
      </Group>
    </>
  );
}

export function HintsPage() {
  return (
    <Group title={ts('settings.hints')}>
      <TasteSwitch taste="sounds" text={ts('hints.sounds')} />
      <div class="settings-row">
        <button type="button" class="secondary small" onClick={() => void chimes.play('joined')}>
          {ts('hints.sounds.try')}
        </button>
      </div>
      <TasteSwitch taste="mutedHint" text={ts('hints.muted')} hint={ts('hints.muted.hint')} />
      <Switch text={ts('hints.chat')} on={chat.previews.value} testId="chat-previews" onChange={(on) => (chat.previews.value = on)} />
    </Group>
  );
}

export function KeysPage() {
  return (
    <Group title={ts('keys.title')}>
      <TasteSwitch taste="shortcuts" text={ts('keys.on')} hint={ts('keys.on.hint')} />
      <p class="options-note">{ts('keys.lead')}</p>
      <KeyList />
    </Group>
  );
}

export function DevicePage() {
  const on = remember.on.value;
  return (
    <Group title={ts('settings.device')}>
      <Switch
        text={ts('device.remember')}
        hint={ts('device.remember.hint')}
        on={on}
        testId="settings-remember"
        onChange={(wanted) => {
          if (wanted) {
            remember.start({ name: session.name.peek(), language: language.peek() });
          } else {
            remember.forget();
          }
        }}
      />
      <div class="settings-row">
        <button type="button" class="secondary small" data-testid="settings-forget" aria-disabled={!on} onClick={() => remember.forget()}>
          {ts('device.forget')}
        </button>
      </div>
      <p class="options-note" role="status">
        {!on && ts('device.forgotten')}
      </p>
    </Group>
  );
}

export function HelpPage() {
  const leaveFor = (open: () => void) => () => {
    settingsOpen.value = false;
    open();
  };
  const inRoom = session.call.value !== null;
  return (
    <Group title={ts('settings.help')}>
      <ul class="help-list">
        <li>
          <button type="button" class="secondary" data-testid="open-shortcuts" onClick={leaveFor(() => (shortcutsOpen.value = true))}>
            {ts('help.keys')}
          </button>
          <span>{ts('help.keys.hint')}</span>
        </li>
        <li>
          <button type="button" class="secondary" data-testid="open-statistics" aria-disabled={!inRoom} onClick={() => inRoom && leaveFor(() => (statisticsOpen.value = true))()}>
            {ts('help.statistics')}
          </button>
          <span>{ts(inRoom ? 'help.statistics.hint' : 'help.statistics.outside')}</span>
        </li>
        <li>
          <a class="secondary" data-testid="open-selftest" href="/selftest" target="_blank" rel="noopener noreferrer">
            {ts('help.selftest')}
          </a>
          <span>{ts('help.selftest.hint')}</span>
        </li>
        <li>
          <button type="button" class="secondary" data-testid="settings-diagnostics" onClick={leaveFor(openDiagnostics)}>
            {t('diagnostics.open')}
          </button>
          <span>{ts('help.diagnostics.hint')}</span>
        </li>
      </ul>
    </Group>
  );
}
