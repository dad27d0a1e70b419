/** Texts of the stage and its tiles in English. */
export const stage = {
  'room.stage': 'People in this room',
  'room.page.previous': 'Previous people',
  'room.page.next': 'Next people',
  'room.page': 'Page {page} of {pages}',
  'tile.self': '{name} (you)',
  'tile.screen': 'Screen of {name}',
  'tile.screen.self': 'Your screen',
  'tile.mic.off': 'Microphone off',
  'tile.speaking': 'speaks',
} as const;
