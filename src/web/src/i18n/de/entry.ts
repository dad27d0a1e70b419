import type { entry as en } from '../en/entry.ts';

/** Texts of the ways in and out in German. */
export const entry: Record<keyof typeof en, string> = {
  'remember': 'Meinen Namen und Räume auf diesem Gerät merken',
  'remember.rooms': 'Letzte Räume',
  'remember.forget': 'Alles auf diesem Gerät vergessen',
  'home.title': 'Von Angesicht zu Angesicht',
  'home.lead': 'Raum benennen, Link verschicken, reden. Ohne Konto, ohne App, und nichts wird gespeichert.',
  'home.room': 'Name des Raums',
  'home.random': 'Anderer Name',
  'home.start': 'Raum öffnen',
  'home.licences': 'Open-Source-Lizenzen',
  'prejoin.title': '{room} betreten',
  'prejoin.name': 'Ihr Name',
  'prejoin.name.hint': 'Darf leer bleiben.',
  'prejoin.join': 'Teilnehmen',
  'prejoin.joining': 'Einen Moment …',
  'prejoin.private': 'Mikrofon und Kamera bleiben aus, bis Sie sie einschalten.',
  'prejoin.preview.on': 'Dieses Bild sehen nur Sie, bis Sie teilnehmen.',
  'prejoin.preview': 'Vorschau',
  'guest': 'Gast',
  'left.title': 'Sie haben {room} verlassen',
  'left.lead': 'Mikrofon, Kamera und Bildschirm sind aus.',
  'left.rejoin': 'Wieder teilnehmen',
  'left.home': 'Zur Startseite',
};
