/** Longest room name that is made here; the server takes longer ones in links from elsewhere. */
export const maxRoomLength = 64;
/** Longest display name; the server's limit, which counts more kindly. */
export const maxNameLength = 64;
/** Longest password or code that the server looks at. */
export const maxSecretLength = 128;

/** Addresses the server keeps for itself. It refuses them too; here they only save a wasted click. */
const reserved = new Set('hub healthz readyz metrics privacy imprint terms consent api bigbluebutton whip whep selftest turn stun admin login logout branding help about app icons sounds fonts img'.split(' '));

/**
 * What somebody typed, as a room name: lower case, words joined by hyphens, nothing that would need escaping in a link.
 * Empty when nothing usable is left.
 */
export function roomName(text: string): string {
  const name = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, maxRoomLength)
    .replace(/-+$/, '');
  return reserved.has(name) ? '' : name;
}

const words: Readonly<Record<'en' | 'de', readonly [readonly string[], readonly string[]]>> = {
  en: [
    'amber brave breezy bright calm cheery clever coral cosy crisp daring dewy eager early fair fleet fresh gentle glad golden happy honest humble jolly keen kind lively lucky mellow merry mild mossy neat nimble noble open patient plucky polite proud quick quiet ready rosy rustic sandy sharp shiny silver smooth snowy solid spry steady sunny swift tidy tranquil trusty velvet warm wise witty zesty'.split(' '),
    'acorn badger beacon birch bridge brook cedar clover comet creek dolphin ember falcon fern finch fjord forest fox garden grove harbor hazel heron hill island ivy kestrel lagoon lantern lark linden lynx maple marten meadow meteor moon orchard otter owl panda pebble pine plover pond poppy puffin quail raven reed river robin sparrow spring stork summit swan thicket thrush tulip valley willow wren yarrow'.split(' '),
  ],
  // Two nouns: they need no agreement, and none has an umlaut, so the address can be read out on the phone.
  de: [
    'abend ahorn anker apfel bambus bernstein birken blumen brunnen dachs eichen falken farn feder feld fjord frost garten gipfel gold hafen hagel hasel heide herbst honig insel kiesel klee kompass kranich kupfer lampion laternen linden lotus luchs mond moos morgen nebel nelken oliven pappel perlen pfad quellen quitten regen sand schilf segel silber sommer sonnen stern strand tal tannen ulmen ufer wald winter wolken'.split(' '),
    'adler amsel biber dachs delfin drossel ente eule falke fasan fink forelle frosch fuchs gams gans hase hecht hermelin hirsch hummel igel iltis kauz kiebitz kolibri kranich lachs lerche libelle luchs marder meise milan molch otter panda pinguin pirol rabe reh reiher robbe schwan sperber star storch taube tukan uhu unke viper wachtel wal wels wiesel wildgans wisent zaunfink zebra zeisig ziege zobel zander'.split(' '),
  ],
};

/**
 * A friendly name nobody will hit upon by chance: two words and four digits, 25 bits and more.
 * `below(n)` gives a random whole number from 0 to n-1.
 */
export function randomRoomName(language: 'en' | 'de', below: (count: number) => number = randomBelow): string {
  const [first, second] = words[language];
  return `${first[below(first.length)]}-${second[below(second.length)]}-${1000 + below(9000)}`;
}

/** Unbiased: values that would wrap are thrown away. */
export function randomBelow(count: number): number {
  const range = 2 ** 32 - (2 ** 32 % count);
  const draw = new Uint32Array(1);
  do {
    crypto.getRandomValues(draw);
  } while (draw[0]! >= range);
  return draw[0]! % count;
}

/** More figures than that find no room; the last ones tell people apart. */
const mostFigures = 4;
/** A letter with the marks on it, or one figure. */
const letter = /\p{L}\p{M}*|\p{N}/u;
/** Letters of these scripts join into what reads like a word of its own. */
const joining = /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Mongolian}]/u;
const nonJoiner = '\u200c';

/**
 * A few characters that stand for a person where there is no picture: first letters of the first and the last word, or the first two
 * letters of the only one. A number at the end stays whole ("P10"), for it is all that tells guests apart. Never empty for a name
 * that has anything to show.
 */
export function initials(name: string): string {
  const words = name.normalize('NFC').trim().split(/\s+/u).filter((word) => letter.test(word));
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) {
    return firstSign(name.trim());
  }
  const number = (/^\p{N}+/u.exec(last) ?? /\p{N}+$/u.exec(last))?.[0].slice(-mostFigures) ?? '';
  const start = upper(letter.exec(first)![0]);
  if (number !== '') {
    // "Anna K2" is two words and a number, "Gast 10" one and a number, "2" only a number.
    const middle = words.length > 1 && !/^\p{N}/u.test(last) ? upper(letter.exec(last)![0]) : '';
    return words.length === 1 && /^\p{N}/u.test(first) ? number : start + middle + number;
  }
  if (words.length > 1) {
    const end = upper(letter.exec(last)![0]);
    return joining.test(start) && joining.test(end) ? start + nonJoiner + end : start + end;
  }
  return start + (first.match(new RegExp(letter, 'gu'))?.[1] ?? '');
}

/** What a person sees as one sign: an emoji may be many code points. Older Firefox cannot tell and shows the first of them. */
function firstSign(text: string): string {
  const [first] = 'Segmenter' in Intl ? new Intl.Segmenter().segment(text) : [...text].map((segment) => ({ segment }));
  return first?.segment ?? '';
}

/** One sign stays one: "ß" has no capital of its own. */
function upper(sign: string): string {
  const capital = sign.toLocaleUpperCase();
  return [...capital].length === [...sign].length ? capital : sign;
}

/** One of `count` avatar colours, the same for a name everywhere. */
export function colourOf(name: string, count: number): number {
  let hash = 0x811c9dc5; // FNV-1a, and its upper bits, which alone are well mixed for short names
  for (const character of name) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  }
  return ((hash >>> 0) >>> 12) % count;
}
