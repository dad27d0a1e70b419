/** Whose server this is, and what stands at the foot of its pages. */
export interface Site {
  readonly name: string;
  readonly hasLogo: boolean;
  readonly links: readonly SiteLink[];
}

export interface SiteLink {
  readonly kind: 'privacy' | 'imprint' | 'terms' | 'other';
  /** Of `other` links; the rest are named in the page's language. */
  readonly label: string;
  readonly href: string;
}

export async function readSite(): Promise<Site> {
  const answer = await fetch('/branding/site.json');
  if (!answer.ok) {
    throw new Error(`site: ${answer.status}`);
  }
  return (await answer.json()) as Site;
}
