/** Offers a text as a file to keep. Names of files end up in lists and backups: they hold no person and no room. */
export function saveFile(name: string, type: 'text/plain' | 'text/csv', text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** Today as in 2026-11-22, by this device's clock. */
export function today(now = new Date()): string {
  return [now.getFullYear(), String(now.getMonth() + 1).padStart(2, '0'), String(now.getDate()).padStart(2, '0')].join('-');
}
