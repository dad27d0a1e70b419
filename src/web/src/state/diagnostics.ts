import { signal } from '@preact/signals';

/** The visitor looks at her diagnostic report. */
export const diagnosticsOpen = signal(false);

/** Shows the report. It is made on this device, is sent nowhere and names nobody. */
export function openDiagnostics(): void {
  diagnosticsOpen.value = true;
}

export function closeDiagnostics(): void {
  diagnosticsOpen.value = false;
}
