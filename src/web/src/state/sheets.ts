import { signal } from '@preact/signals';
import type { Device } from './notices.ts';

export type SettingsPage = 'sound' | 'video' | 'look' | 'hints' | 'keys' | 'device' | 'help';

/** Which page of the settings is shown when they are open (`settingsOpen` in panel.ts). */
export const settingsPage = signal<SettingsPage>('sound');
export const statisticsOpen = signal(false);
export const shortcutsOpen = signal(false);
/** The device whose permission is explained. */
export const permissionHelp = signal<Device | null>(null);
