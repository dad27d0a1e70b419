import { t } from '../i18n/index.ts';
import { announcer } from '../state/app.ts';
import type { Announcement } from '../state/announcer.ts';
import { emojis } from '../state/reactions.ts';

/** Tells screen readers what the others do. */
export function Announcements() {
  return (
    <p class="hidden" role="status" data-testid="announcements">
      {announcer.said.value.map(sentence).join(' ')}
    </p>
  );
}

function sentence(said: Announcement): string {
  if ('count' in said) {
    return t(`said.${said.kind}.many`, { count: said.count });
  }
  const { kind, name, detail } = said;
  return kind === 'reacts' ? t('said.reacts', { name, reaction: reactionName(detail) }) : t(`said.${kind}`, { name });
}

function reactionName(emoji: string): string {
  const known = emojis.find((one) => one.emoji === emoji);
  return known ? t(`reaction.${known.name}`) : emoji;
}
