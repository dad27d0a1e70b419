import type { stage as en } from '../en/stage.ts';

/** Texts of the stage and its tiles in German. */
export const stage: Record<keyof typeof en, string> = {
  'room.stage': 'Personen in diesem Raum',
  'room.page.previous': 'Vorige Personen',
  'room.page.next': 'Nächste Personen',
  'room.page': 'Seite {page} von {pages}',
  'tile.self': '{name} (Sie)',
  'tile.screen': 'Bildschirm von {name}',
  'tile.screen.self': 'Ihr Bildschirm',
  'tile.mic.off': 'Mikrofon aus',
  'tile.speaking': 'spricht',
};
