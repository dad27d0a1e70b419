import { reactions, stage } from '../state/app.ts';
import './reactionlayer.css';

/** Reactions of those whose tile is not seen now, with their names, rising over the stage. Screen readers are told in words. */
export function ReactionLayer() {
  const { placed, floating } = stage.arrangement.value;
  const seen = new Set([...placed.map(({ tile }) => tile), ...(floating ? [floating] : [])].filter(({ kind }) => kind === 'camera').map(({ participantId }) => participantId));
  return (
    <div class="reaction-layer" aria-hidden="true">
      {reactions.shown.value
        .filter(({ participantId }) => !seen.has(participantId))
        .map(({ id, name, emoji }) => (
          <span key={id} class="rising floating" data-testid="floating-reaction" data-name={name} data-emoji={emoji} data-lane={id % 4}>
            <span class="floating-emoji">{emoji}</span>
            <bdi class="floating-name">{name}</bdi>
          </span>
        ))}
    </div>
  );
}
