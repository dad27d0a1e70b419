import { colourOf, initials } from '../state/names.ts';
import './avatar.css';

/** Colours of `avatar.css`. */
const colours = 6;

/** Stands for a person without a picture; the name is written beside it. */
export function Avatar({ name }: { name: string }) {
  return (
    <span class="avatar" data-colour={colourOf(name, colours)} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
