import type { ComponentType } from 'preact';
import { panel, type PanelName } from '../state/panel.ts';

/** What can stand beside the stage. */
const panels: Partial<Record<PanelName, ComponentType>> = {};

export function Panels() {
  const Shown = panel.value && panels[panel.value];
  return Shown ? <Shown key={panel.value} /> : null;
}
