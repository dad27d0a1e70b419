import { colourOf, initials } from '../state/names.ts';
import './avatar.css';

/** Colours of `avatar.css`. */
const colours = 6;

/** Stands for a person without a picture; the name is written beside it. */
export function Avatar({ name }: { name: string }) {
  const text = initials(name);
  return (
    <span class="avatar" data-colour={colourOf(name, colours)} data-signs={text.match(/[\p{L}\p{N}]/gu)?.length ?? 1} dir="auto" aria-hidden="true">
      {text}
    </span>
  );
}
