import type { privacy as en } from '../en/privacy.ts';

/** Texts of consent and reports in German. */
export const privacy: Record<keyof typeof en, string> = {
  'consent.accept': 'Einverstanden',
  'consent.decline': 'Ablehnen',
  'consent.links': 'Mehr über diesen Dienst',
  'consent.failed': 'Der Server hat nicht geantwortet. Bitte versuchen Sie es noch einmal.',
  'consent.declined.title': 'Sie haben abgelehnt',
  'consent.declined.lead': 'Nichts wurde gespeichert. Sie können diese Seite schließen.',
  'consent.declined.again': 'Text noch einmal lesen',
};
