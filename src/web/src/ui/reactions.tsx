import { t } from '../i18n/index.ts';
import { acts } from '../state/app.ts';
import { emojis } from '../state/reactions.ts';
import { usePopup } from './popup.tsx';
import './reactions.css';
import { Tool } from './tool.tsx';

/** Opens the choice of reactions; among the tools that have no room the choice itself stands there. */
export function ReactionTool({ folded }: { folded: boolean }) {
  const popup = usePopup();
  if (folded) {
    return <Choice />;
  }
  return (
    <div class="tool-wrap" ref={popup.root}>
      <Tool icon="smile" text={t('tool.reactions')} testId="toolbar-reactions" expanded={popup.open} element={popup.trigger} onClick={popup.toggle} />
      {popup.open && (
        <div class="tool-popup reactions-popup" onClick={popup.close}>
          <Choice />
        </div>
      )}
    </div>
  );
}

function Choice() {
  return (
    <div class="reactions" role="group" aria-label={t('tool.reactions')}>
      {emojis.map(({ emoji, name }) => (
        <button key={name} type="button" class="quiet square reaction" data-testid="reaction" title={t(`reaction.${name}`)} aria-label={t(`reaction.${name}`)} onClick={() => void acts.react(emoji)}>
          {emoji}
        </button>
      ))}
    </div>
  );
}
