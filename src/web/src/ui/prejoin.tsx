import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { local, session } from '../state/app.ts';
import { maxNameLength, maxSecretLength } from '../state/names.ts';
import type { Refusal, Secret } from '../state/refusal.ts';
import { Avatar } from './avatar.tsx';
import { DeviceButton } from './devicebutton.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { Icon } from './icon.tsx';
import { LevelMeter } from './levelmeter.tsx';
import './prejoin.css';
import { RememberSwitch } from './remember.tsx';
import { Video } from './video.tsx';

/** Before the room: who one is, and what one brings along. Microphone and camera are off until a click. */
export function Prejoin() {
  const [name, setName] = useState(session.name.peek());
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    // On a phone this would open the keyboard over half the page.
    if (matchMedia('(pointer: fine)').matches) {
      input.current?.focus();
    }
  }, []);
  const [typed, setTyped] = useState('');
  const joining = session.joining.value;
  const refusal = session.refusal.value;
  const secret = session.secret.value;
  const join = (event: Event) => {
    event.preventDefault();
    void session.join(name.trim() || t('guest'), secret && typed ? { [secret]: typed } : {});
  };
  return (
    <div class="page">
      <Header />
      <main class="prejoin" tabIndex={-1}>
        <Preview name={name.trim() || t('guest')} />
        <form class="prejoin-form" onSubmit={join}>
          <h1>{t('prejoin.title', { room: session.room.value })}</h1>
          <label class="field-label" for="name">
            {t('prejoin.name')}
          </label>
          <input
            id="name"
            ref={input}
            class="field"
            data-testid="prejoin-name"
            value={name}
            maxLength={maxNameLength}
            autocomplete="nickname"
            autocapitalize="words"
            spellcheck={false}
            enterkeyhint="go"
            aria-describedby="name-hint"
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <p id="name-hint" class="field-hint">
            {t('prejoin.name.hint')}
          </p>
          <RememberSwitch name={name} />
          {refusal && <RefusalText refusal={refusal} />}
          {secret && <SecretField key={secret} secret={secret} value={typed} onInput={setTyped} refusal={refusal} />}
          <button type="submit" class="primary large" data-testid="prejoin-join" aria-disabled={joining}>
            {joining ? t('prejoin.joining') : t('prejoin.join')}
            {!joining && <Icon name="arrow-right" />}
          </button>
        </form>
      </main>
      <Footer />
    </div>
  );
}

/** Why one is not in yet, and what to do about it. */
function RefusalText({ refusal: { code, text } }: { refusal: Refusal }) {
  return (
    <p id="refusal" class="refusal" role="alert" data-testid="refusal" data-code={code}>
      <Icon name="circle-alert" />
      <span>{code === 'rejected' && text ? t('refused.rejected.reason', { reason: text }) : t(`refused.${code}`)}</span>
    </p>
  );
}

interface SecretProps {
  readonly secret: Secret;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly refusal: Refusal | null;
}

/** Appears when the server asks for it, and takes the focus: nothing else helps now. Typed in the open: a whole club knows it, and no browser offers to keep it. */
function SecretField({ secret, value, onInput, refusal }: SecretProps) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (refusal) {
      input.current?.select();
      input.current?.focus();
    }
  }, [refusal]);
  return (
    <>
      <label class="field-label" for="secret">
        {t(`prejoin.${secret}`)}
      </label>
      <input
        id="secret"
        ref={input}
        class="field secret-field"
        data-testid={`prejoin-${secret}`}
        value={value}
        maxLength={maxSecretLength}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        enterkeyhint="go"
        aria-invalid={refusal?.code === `${secret}-wrong`}
        aria-describedby={refusal ? 'refusal' : undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </>
  );
}

function Preview({ name }: { name: string }) {
  const track = local.cameraTrack.value;
  const stream = useMemo(() => track && new MediaStream([track]), [track]);
  const mic = local.isOn('mic');
  return (
    <section class="preview-column" aria-label={t('prejoin.preview')}>
      <div class="preview">
        <Avatar name={name} />
        {stream && <Video stream={stream} mirrored aspect={16 / 9} />}
        {mic && (
          <div class="preview-level">
            <LevelMeter />
          </div>
        )}
      </div>
      <div class="preview-tools">
        <DeviceButton device="mic" testId="prejoin-mic" />
        <DeviceButton device="camera" testId="prejoin-camera" />
      </div>
      <p class="preview-note">
        <Icon name="lock" />
        {t(stream ? 'prejoin.preview.on' : mic ? 'prejoin.mic.on' : 'prejoin.private')}
      </p>
    </section>
  );
}
