import { Avatar } from './avatar.tsx';
import './face.css';

/** A person's sign in a list. */
export function Face({ name }: { name: string }) {
  return (
    <span class="face">
      <Avatar name={name} />
    </span>
  );
}
