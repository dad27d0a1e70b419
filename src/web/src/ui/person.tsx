import { useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { acts, session } from '../state/app.ts';
import type { Person } from '../state/people.ts';
import { actsOn } from '../state/rights.ts';
import { Face } from './face.tsx';
import { Icon } from './icon.tsx';
import './person.css';
import { PersonMenu } from './personmenu.tsx';
import { RemovePerson } from './removeperson.tsx';

/** One person in the list: who she is, what is on, and what may be done. */
export function PersonLine({ person }: { person: Person }) {
  const [removing, setRemoving] = useState(false);
  const { meeting } = session;
  const { id, name, self, handPlace } = person;
  const you = meeting.you.value;
  const settings = meeting.settings.value;
  const may = you && settings && !self ? actsOn(you, settings, person) : [];
  return (
    <li class="person" data-testid="person" data-participant={id} data-name={name} data-self={String(self)} data-hand={handPlace} data-role={person.role}>
      <Face name={name} />
      <span class="person-text">
        <span class="person-name" dir="auto" title={name}>
          {name}
        </span>
        <Notes person={person} />
      </span>
      {handPlace > 0 && (
        <span class="person-hand" title={t('people.hand', { place: handPlace })}>
          <Icon name="hand" />
          <span aria-hidden="true">{handPlace}</span>
          <span class="hidden">{t('people.hand', { place: handPlace })}</span>
        </span>
      )}
      <span class="person-state" data-on={person.camera} title={t(person.camera ? 'people.camera.on' : 'people.camera.off')}>
        <Icon name={person.camera ? 'video' : 'video-off'} />
        <span class="hidden">{t(person.camera ? 'people.camera.on' : 'people.camera.off')}</span>
      </span>
      <Mic person={person} moderates={meeting.moderates.value} />
      {!self ? <PersonMenu person={person} may={may} onRemove={() => setRemoving(true)} /> : <span class="person-nothing" />}
      {removing && <RemovePerson person={person} onClose={() => setRemoving(false)} />}
    </li>
  );
}

/** What the name does not say. */
function Notes({ person }: { person: Person }) {
  const { meeting } = session;
  const isModerator = person.role === 'moderator' || person.role === 'owner';
  const notes = [
    person.self && t('people.you'),
    isModerator && t(`role.${person.role as 'moderator' | 'owner'}`),
    person.guest && t('role.guest'),
    meeting.settings.value?.speaking === 'ask' && !isModerator && person.maySpeak && t('people.may-speak'),
    person.screen && t('people.shares'),
  ].filter((note) => note !== false && note !== undefined);
  return (
    <>
      {person.reconnecting ? <span class="person-note person-away">{t('people.reconnecting')}</span> : notes.length > 0 && <span class="person-note">{notes.join(' · ')}</span>}
    </>
  );
}

/** Says whether she can be heard; for moderators it is the way to mute her. */
function Mic({ person: { id, name, self, mic }, moderates }: { person: Person; moderates: boolean }) {
  const text = t(mic ? 'people.mic.on' : 'people.mic.off');
  if (!moderates || self) {
    return (
      <span class="person-state person-mic" data-on={mic} title={text}>
        <Icon name={mic ? 'mic' : 'mic-off'} />
        <span class="hidden">{text}</span>
      </span>
    );
  }
  const label = mic ? t('people.mute', { name }) : t('people.muted', { name });
  return (
    <button
      type="button"
      class="quiet square person-mic"
      data-testid="person-mute"
      data-on={mic}
      aria-label={label}
      title={label}
      aria-disabled={!mic}
      onClick={() => mic && void acts.to(id, 'mute')}
    >
      <Icon name={mic ? 'mic' : 'mic-off'} />
    </button>
  );
}
