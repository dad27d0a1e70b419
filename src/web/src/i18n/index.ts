import { signal } from '@preact/signals';
import type { en } from './en.ts';

export type Language = 'en' | 'de';
export type TextKey = keyof typeof en;
type Texts = Readonly<Record<TextKey, string>>;

/** Names of the `{placeholders}` in a text. */
type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholders<Rest> : never;
/** What a text wants to be filled with. */
export type ValuesOf<Text extends string> = [Placeholders<Text>] extends [never] ? [] : [values: Record<Placeholders<Text>, string | number>];
type Values<Key extends TextKey> = ValuesOf<(typeof en)[Key]>;

/** Every language is a chunk of its own: nobody needs two at once. */
const fetches: Readonly<Record<Language, () => Promise<Texts>>> = {
  en: () => import('./en.ts').then(({ en }) => en),
  de: () => import('./de.ts').then(({ de }) => de),
};
const texts: Partial<Record<Language, Texts>> = {};

/** The page's language, whose texts are there; everything that shows text follows it. Changed by `speak`. */
export const language = signal<Language>('en');

/** Fetches a language's texts, if they are not here yet, and shows them. */
export async function speak(wanted: Language): Promise<void> {
  texts[wanted] ??= await fetches[wanted]();
  language.value = wanted;
}

function textOf(key: TextKey): string {
  return texts[language.value]?.[key] ?? '';
}

/** A text in the page's language with its placeholders filled. */
export function t<Key extends TextKey>(key: Key, ...[values]: Values<Key>): string {
  const text = textOf(key);
  return values ? fill(text, values as Record<string, string | number>) : text;
}

/** The same for a key that is only known at run time: whoever made the values knows the placeholders. */
export function tFilled(key: TextKey, values: Readonly<Record<string, string | number>>): string {
  return fill(textOf(key), values);
}

export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The first of the browser's languages that there are texts for; English otherwise. */
export function preferred(languages: readonly string[]): Language {
  for (const tag of languages) {
    const [primary] = tag.toLowerCase().split('-');
    if (primary === 'en' || primary === 'de') {
      return primary;
    }
  }
  return 'en';
}

/** Speaks the language the visitor had this device remember, else the browser's. */
export function chooseLanguage(remembered: string): Promise<void> {
  return speak(remembered === 'en' || remembered === 'de' ? remembered : preferred(navigator.languages));
}

export function switchLanguage(): void {
  void speak(language.peek() === 'en' ? 'de' : 'en');
}
