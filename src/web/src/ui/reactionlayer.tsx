import { reactions } from '../state/app.ts';
import './reactionlayer.css';

/** Reactions of the last seconds, rising over the stage. Screen readers are told in words. */
export function ReactionLayer() {
  return (
    <div class="reaction-layer" aria-hidden="true">
      {reactions.shown.value.map(({ id, name, emoji }) => (
        <span key={id} class="floating" data-testid="floating-reaction" data-name={name} data-emoji={emoji} data-lane={id % 4}>
          <span class="floating-emoji">{emoji}</span>
          <bdi class="floating-name">{name}</bdi>
        </span>
      ))}
    </div>
  );
}
