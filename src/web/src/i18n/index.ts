import { signal } from '@preact/signals';
import { de } from './de.ts';
import { en } from './en.ts';

export type Language = 'en' | 'de';
export type TextKey = keyof typeof en;

/** Names of the `{placeholders}` in a text. */
type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholders<Rest> : never;
/** What a text wants to be filled with. */
export type ValuesOf<Text extends string> = [Placeholders<Text>] extends [never] ? [] : [values: Record<Placeholders<Text>, string | number>];
type Values<Key extends TextKey> = ValuesOf<(typeof en)[Key]>;

const texts = { en, de } as const;

/** The page's language; everything that shows text follows it. */
export const language = signal<Language>('en');

/** A text in the page's language with its placeholders filled. */
export function t<Key extends TextKey>(key: Key, ...[values]: Values<Key>): string {
  const text: string = texts[language.value][key];
  return values ? fill(text, values as Record<string, string | number>) : text;
}

/** The same for a key that is only known at run time: whoever made the values knows the placeholders. */
export function tFilled(key: TextKey, values: Readonly<Record<string, string | number>>): string {
  return fill(texts[language.value][key], values);
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

/** Sets the language the visitor had this device remember, else the browser's. */
export function chooseLanguage(remembered: string): void {
  language.value = remembered === 'en' || remembered === 'de' ? remembered : preferred(navigator.languages);
}

export function switchLanguage(): void {
  language.value = language.peek() === 'en' ? 'de' : 'en';
}
