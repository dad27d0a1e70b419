import type { ComponentChildren } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { tr } from '../i18n/room.ts';
import { acts, session } from '../state/app.ts';
import { maxSecretLength } from '../state/names.ts';
import { roomSettingsOpen } from '../state/panel.ts';
import { numberFields, SettingsEditor, textFields, type NumberField, type RoomSettings, type TextField } from '../state/roomsettings.ts';
import { Dialog } from './dialog.tsx';
import { Group, Switch } from './settingsparts.tsx';

type Flag = { [Key in keyof RoomSettings]: RoomSettings[Key] extends boolean ? Key : never }[keyof RoomSettings];

/** What moderators set for the room. There is nothing to save: every change goes to everybody at once. */
export function RoomSettingsSheet() {
  const { meeting } = session;
  const settings = meeting.settings.value;
  const moderates = meeting.moderates.value;
  useEffect(() => {
    // Whoever is no moderator any more has nothing to set.
    if (!moderates) {
      roomSettingsOpen.value = false;
    }
  }, [moderates]);
  if (!settings) {
    return null;
  }
  return (
    <Dialog title={tr('room.title')} onClose={() => (roomSettingsOpen.value = false)} testId="room-settings" wide>
      <p class="options-note">{tr('room.holds')}</p>
      <Group title={tr('room.door')}>
        <Flagged flag="lobby" testId="room-lobby" text={tr('room.lobby')} hint={tr('room.lobby.hint')} />
        <Flagged flag="locked" testId="room-lock" text={tr('room.lock')} hint={tr('room.lock.hint')} />
        <Flagged flag="guestsAllowed" testId="room-guests" text={tr('room.guests')} />
        <Password />
        <Numbered field="maxParticipants" text={tr('room.max')} hint={tr('room.max.hint')} />
      </Group>
      <Group title={tr('room.speaking')}>
        {(['free', 'ask', 'listeners'] as const).map((mode) => (
          <label key={mode} class="option">
            <input type="radio" name="speaking" data-testid={`room-speaking-${mode}`} checked={settings.speaking === mode} onChange={() => void change({ speaking: mode })} />
            {tr(`room.speaking.${mode}`)}
          </label>
        ))}
      </Group>
      <Group title={tr('room.may')}>
        <Flagged flag="micAllowed" testId="room-mic" text={tr('room.mic')} />
        <Flagged flag="cameraAllowed" testId="room-camera" text={tr('room.camera')} />
        <Flagged flag="screenAllowed" testId="room-screen" text={tr('room.screen')} />
        <Flagged flag="chatAllowed" testId="room-chat" text={tr('room.chat')} />
        <Flagged flag="privateChatAllowed" testId="room-private-chat" text={tr('room.private-chat')} />
        <Flagged flag="webcamsOnlyForModerator" testId="room-webcams" text={tr('room.webcams')} />
        <Flagged flag="muteOnStart" testId="room-mute" text={tr('room.mute')} />
        <Flagged flag="talkTimeForAll" testId="room-talk-time" text={tr('room.talk-time')} />
      </Group>
      <Group title={tr('room.texts')}>
        <Text field="subject" text={tr('room.subject')} />
        <Text field="welcome" text={tr('room.welcome')} />
        <Text field="moderatorMessage" text={tr('room.moderator-message')} />
        <Numbered field="durationMinutes" text={tr('room.duration')} hint={tr('room.duration.hint')} />
        <Text field="logoutAddress" text={tr('room.logout')} hint={tr('room.logout.hint')} />
      </Group>
    </Dialog>
  );
}

const editor = new SettingsEditor(
  () => session.meeting.settings.peek(),
  (settings) => acts.do({ command: 'change-settings', settings }),
);
const change = (what: Partial<RoomSettings>) => editor.change(what);

function Flagged({ flag, ...rest }: { flag: Flag; testId: string; text: string; hint?: string }) {
  const [, again] = useState(0);
  // Only a refused switch goes back: the answer may come before the news of the change, and one that was taken would go back and forth.
  const set = (on: boolean) => void change({ [flag]: on }).then((done) => !done && again((count) => count + 1));
  return <Switch {...rest} on={session.meeting.settings.value?.[flag] ?? false} onChange={set} />;
}

function Field({ text, hint, children }: { text: string; hint?: string | undefined; children: (ids: { id: string; 'aria-describedby'?: string }) => ComponentChildren }) {
  const id = useId();
  return (
    <div class="room-field">
      <label for={id}>{text}</label>
      {children({ id, ...(hint && { 'aria-describedby': `${id}-hint` }) })}
      {hint && (
        <span id={`${id}-hint`} class="switch-hint">
          {hint}
        </span>
      )}
    </div>
  );
}

function Numbered({ field, text, hint }: { field: NumberField; text: string; hint: string }) {
  const { testId, max } = numberFields[field];
  const value = session.meeting.settings.value?.[field] ?? 0;
  const set = (input: HTMLInputElement) => {
    const wanted = Math.min(max, Math.max(0, Math.round(Number(input.value) || 0)));
    input.value = String(wanted);
    if (wanted !== value) {
      void change({ [field]: wanted }).then((done) => !done && (input.value = String(value)));
    }
  };
  return (
    <Field text={text} hint={hint}>
      {(ids) => <input {...ids} class="field room-number" type="number" inputMode="numeric" min={0} max={max} data-testid={testId} value={value} onChange={(event) => set(event.currentTarget)} />}
    </Field>
  );
}

function Text({ field, text, hint }: { field: TextField; text: string; hint?: string }) {
  const { testId, max, lines } = textFields[field];
  const value = session.meeting.settings.value?.[field] ?? '';
  const set = (input: HTMLInputElement | HTMLTextAreaElement) => {
    const wanted = input.value.trim();
    if (wanted !== value) {
      void change({ [field]: wanted }).then((done) => !done && (input.value = value));
    }
  };
  return (
    <Field text={text} hint={hint}>
      {(ids) =>
        lines > 1 ? (
          <textarea {...ids} class="field room-lines" rows={lines} maxLength={max} data-testid={testId} value={value} onChange={(event) => set(event.currentTarget)} />
        ) : (
          <input {...ids} class="field" maxLength={max} data-testid={testId} value={value} autocomplete="off" onChange={(event) => set(event.currentTarget)} />
        )
      }
    </Field>
  );
}

function Password() {
  const [typed, setTyped] = useState('');
  const has = session.meeting.hasPassword.value;
  const save = (event: Event) => {
    event.preventDefault();
    if (typed !== '') {
      void acts.do({ command: 'set-password', text: typed }).then((done) => done && setTyped(''));
    }
  };
  return (
    <form class="room-password" onSubmit={save}>
      <Field text={tr('room.password')} hint={tr(has ? 'room.password.set' : 'room.password.none')}>
        {(ids) => (
          <input
            {...ids}
            class="field"
            data-testid="room-password"
            data-set={has}
            value={typed}
            maxLength={maxSecretLength}
            placeholder={tr('room.password.new')}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        )}
      </Field>
      <div class="room-password-ways">
        <button type="submit" class="secondary" data-testid="room-password-set" disabled={typed === ''}>
          {tr('room.password.save')}
        </button>
        {has && (
          <button type="button" class="secondary" data-testid="room-password-remove" onClick={() => void acts.do({ command: 'set-password' })}>
            {tr('room.password.remove')}
          </button>
        )}
      </div>
    </form>
  );
}
