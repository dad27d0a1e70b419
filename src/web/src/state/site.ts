import { signal } from '@preact/signals';
import { readSite, type Site } from '../signaling/site.ts';

/** Whose server this is; until the server has said so, nobody's in particular. */
export const site = signal<Site>({ name: 'Sfu', hasLogo: false, links: [] });

/** A page without the operator's name is better than none. */
export async function loadSite(): Promise<void> {
  site.value = await readSite().catch(() => site.peek());
}
