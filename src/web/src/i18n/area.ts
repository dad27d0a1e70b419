import { fill, language, type ValuesOf } from './index.ts';

/** `t` for one area of texts. Areas of what is rarely opened are not in the first load; their translator comes with them. */
export function translator<Texts extends Readonly<Record<string, string>>>(en: Texts, de: Readonly<Record<keyof Texts, string>>) {
  const texts: Readonly<Record<'en' | 'de', Readonly<Record<keyof Texts, string>>>> = { en, de };
  return <Key extends keyof Texts>(key: Key, ...[values]: ValuesOf<Texts[Key]>): string => {
    const text = texts[language.value][key];
    return values ? fill(text, values as Readonly<Record<string, string | number>>) : text;
  };
}
