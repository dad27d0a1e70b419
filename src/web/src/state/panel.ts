import { signal } from '@preact/signals';

/** What stands beside the stage (on a phone: over it). */
export type PanelName = 'chat' | 'people' | 'polls';

/** One panel at a time, or none. */
export const panel = signal<PanelName | null>(null);

export function togglePanel(name: PanelName): void {
  panel.value = panel.peek() === name ? null : name;
}
