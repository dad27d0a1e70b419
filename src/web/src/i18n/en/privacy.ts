/** Texts of consent and reports in English. */
export const privacy = {
  'consent.accept': 'Accept',
  'consent.decline': 'Decline',
  'consent.links': 'More about this service',
  'consent.failed': 'The server did not answer. Please try again.',
  'consent.declined.title': 'You have declined',
  'consent.declined.lead': 'Nothing was stored. You can close this page.',
  'consent.declined.again': 'Read the text again',
} as const;
