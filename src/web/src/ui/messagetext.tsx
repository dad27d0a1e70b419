import { t } from '../i18n/index.ts';
import { partsOf } from '../state/links.ts';

/** What somebody wrote, as text with links. Nothing is loaded from a link, and nothing in it can become markup. */
export function MessageText({ text }: { text: string }) {
  return (
    <span class="message-text" dir="auto">
      {partsOf(text).map(({ text: part, href, host }) =>
        href === undefined ? (
          part
        ) : (
          // An address reads from left to right whatever letters are in it; else its end could pass for the server's name.
          <>
            <a class="message-link" dir="ltr" href={href} target="_blank" rel="noopener noreferrer nofollow">
              {part}
            </a>
            {host !== undefined && <span class="message-host"> ({t('chat.link.host', { host })})</span>}
          </>
        ),
      )}
    </span>
  );
}
