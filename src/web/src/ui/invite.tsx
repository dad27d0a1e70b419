import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { tr } from '../i18n/room.ts';
import { session } from '../state/app.ts';
import { Invitation, lifetimesMinutes, type Lifetime } from '../state/invitation.ts';
import { invitation as opened } from '../state/panel.ts';
import { qrCode } from '../state/qr.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';

/** A link into this room, for whoever is chosen: to copy, to share, or as a code for phones. */
export function Invite() {
  const invitation = useMemo(() => new Invitation(session, location.origin, opened.peek() ?? 'plain'), []);
  useEffect(() => invitation.start(), [invitation]);
  const [qrShown, setQrShown] = useState(false);
  const choices = invitation.choices.value;
  const whom = invitation.whom.value;
  const several = choices.length > 1;
  return (
    <Dialog title={tr('invite.title')} onClose={() => (opened.value = null)} testId="invite" wide={several}>
      <div class={several ? 'invite invite-two' : 'invite'}>
        {several && (
          <fieldset class="invite-who">
            <legend>{tr('invite.who')}</legend>
            {choices.map((choice) => (
              <label key={choice} class="option">
                <input type="radio" name="whom" data-testid={`invite-${choice}`} checked={choice === whom} onChange={() => (invitation.whom.value = choice)} />
                <span>
                  {tr(`invite.${choice}`)}
                  <span class="switch-hint">{tr(`invite.${choice}.hint`)}</span>
                </span>
              </label>
            ))}
          </fieldset>
        )}
        <div class="invite-what">
          {whom !== 'plain' && (
            <label class="invite-expires">
              <span>{tr('invite.expires')}</span>
              <select class="field" data-testid="invite-expires" value={invitation.lifetime.value} onChange={(event) => (invitation.lifetime.value = event.currentTarget.value as Lifetime)}>
                {(Object.keys(lifetimesMinutes) as Lifetime[]).map((lifetime) => (
                  <option key={lifetime} value={lifetime}>
                    {tr(`invite.expires.${lifetime}`)}
                  </option>
                ))}
              </select>
            </label>
          )}
          <Link link={invitation.link.value} />
          {invitation.failed.value && (
            <p class="invite-note" role="alert">
              {tr('invite.failed')}{' '}
              <button type="button" class="secondary small" onClick={() => invitation.retry()}>
                {tr('invite.again')}
              </button>
            </p>
          )}
          <button type="button" class="secondary" data-testid="invite-qr" aria-expanded={qrShown} onClick={() => setQrShown(!qrShown)}>
            <Icon name="qr-code" />
            {tr('invite.qr')}
          </button>
          {qrShown && invitation.link.value && <QrCode text={invitation.link.value} />}
        </div>
      </div>
    </Dialog>
  );
}

function Link({ link }: { link: string }) {
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null);
  useEffect(() => setCopied(null), [link]);
  const copy = () =>
    Promise.resolve()
      .then(() => navigator.clipboard.writeText(link))
      .then(
        () => setCopied('yes'),
        () => setCopied('no'),
      );
  // Whoever closes the sheet of the system has not shared, which is no failure.
  const share = () => navigator.share({ url: link }).catch(() => undefined);
  return (
    <div class="invite-link">
      <input class="field" data-testid="invite-link" readOnly value={link} aria-label={tr('invite.link')} onFocus={(event) => event.currentTarget.select()} />
      <div class="invite-ways">
        <button type="button" class="primary" data-testid="invite-copy" disabled={link === ''} onClick={() => void copy()}>
          <Icon name={copied === 'yes' ? 'check' : 'copy'} />
          {tr(copied === 'yes' ? 'invite.copied' : 'invite.copy')}
        </button>
        {typeof navigator.share === 'function' && (
          <button type="button" class="secondary" data-testid="invite-share" disabled={link === ''} onClick={() => void share()}>
            {tr('invite.share')}
          </button>
        )}
      </div>
      <p class="invite-note" role="status">
        {copied === 'yes' && <span class="hidden">{tr('invite.copied')}</span>}
        {copied === 'no' && tr('invite.not-copied')}
      </p>
    </div>
  );
}

const quietZone = 4;

/** Dark on white in every scheme, or cameras do not read it. */
function QrCode({ text }: { text: string }) {
  const code = useMemo(() => qrCode(text), [text]);
  const element = useRef<SVGSVGElement>(null);
  // Whoever asked for it wants to see it, not to look for it.
  useLayoutEffect(() => element.current?.scrollIntoView({ block: 'nearest' }), []);
  if (!code) {
    return <p class="invite-note">{tr('invite.qr.too-long')}</p>;
  }
  const side = code.length + 2 * quietZone;
  const path = code.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x + quietZone} ${y + quietZone}h1v1h-1z`] : []))).join('');
  return (
    <svg ref={element} class="invite-qr" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={tr('invite.qr.of')} data-testid="invite-qr-code" shape-rendering="crispEdges">
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
