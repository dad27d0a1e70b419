import { signal } from '@preact/signals';
import { readSite, type Site } from '../signaling/site.ts';

/** Whose server this is. The page was served with the name; the rest follows. */
export const site = signal<Site>({ name: servedName(), hasLogo: false, links: [] });

function servedName(): string {
  return (typeof document === 'undefined' ? null : document.querySelector<HTMLMetaElement>('meta[name="application-name"]')?.content) || 'Sfu';
}

/** A page without the operator's name is better than none. */
export async function loadSite(): Promise<void> {
  site.value = await readSite().catch(() => site.peek());
}
