import { signal } from '@preact/signals';
import type { Invited } from './invitation.ts';

/** What stands beside the stage (on a phone: over it). */
export type PanelName = 'chat' | 'people' | 'polls';

/** One panel at a time, or none. */
export const panel = signal<PanelName | null>(null);
/** The one person the next message goes to; null: to all. */
export const privateTo = signal<string | null>(null);
/** The settings dialogue is open. */
export const settingsOpen = signal(false);
/** The invitation is open, beginning with a link for these; null: closed. */
export const invitation = signal<Invited | null>(null);
/** The room's settings are open, for moderators. */
export const roomSettingsOpen = signal(false);

export function togglePanel(name: PanelName): void {
  panel.value = panel.peek() === name ? null : name;
}

/** Opens the chat for a message to one person. */
export function writeTo(participantId: string): void {
  privateTo.value = participantId;
  panel.value = 'chat';
}
