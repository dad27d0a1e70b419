import type { ComponentType } from 'preact';
import { ts } from '../i18n/settings.ts';
import { settingsOpen } from '../state/panel.ts';
import { settingsPage, type SettingsPage } from '../state/sheets.ts';
import { Dialog } from './dialog.tsx';
import { DevicePage, HelpPage, HintsPage, KeysPage, LookPage } from './settingspages.tsx';
import { SoundPage, VideoPage } from './settingsmedia.tsx';

const pages: Readonly<Record<SettingsPage, ComponentType>> = {
  sound: SoundPage,
  video: VideoPage,
  look: LookPage,
  hints: HintsPage,
  keys: KeysPage,
  device: DevicePage,
  help: HelpPage,
};
const order = Object.keys(pages) as SettingsPage[];

/** Everything that can be set, page by page. Each change holds at once; there is nothing to save. */
export function Settings() {
  const shown = settingsPage.value;
  const Page = pages[shown];
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (by) {
      event.preventDefault();
      settingsPage.value = order[(order.indexOf(shown) + by + order.length) % order.length]!;
      (event.currentTarget as HTMLElement).querySelector<HTMLElement>(`#tab-${settingsPage.peek()}`)?.focus();
    }
  };
  return (
    <Dialog title={ts('settings.title')} onClose={() => (settingsOpen.value = false)} testId="settings" wide tall>
      <div class="settings">
        <div class="settings-tabs" role="tablist" aria-label={ts('settings.pages')} onKeyDown={onKeyDown}>
          {order.map((page) => (
            <button
              key={page}
              id={`tab-${page}`}
              type="button"
              class="settings-tab"
              role="tab"
              data-testid={`settings-${page}`}
              aria-selected={page === shown}
              aria-controls="settings-page"
              tabIndex={page === shown ? 0 : -1}
              onClick={() => (settingsPage.value = page)}
            >
              {ts(`settings.${page}`)}
            </button>
          ))}
        </div>
        <div id="settings-page" class="settings-page" role="tabpanel" aria-labelledby={`tab-${shown}`} key={shown}>
          <Page />
        </div>
      </div>
    </Dialog>
  );
}
