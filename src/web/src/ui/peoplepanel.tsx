import { useState } from 'preact/hooks';
import { language, t } from '../i18n/index.ts';
import { session } from '../state/app.ts';
import { peopleOf } from '../state/people.ts';
import { LobbyQueue } from './lobbyqueue.tsx';
import { Panel } from './panel.tsx';
import './peoplepanel.css';
import { PersonLine } from './person.tsx';
import { RoomWide } from './roomwide.tsx';

/** Fewer people than this are seen at a glance. */
const searchFrom = 8;

/** Who is here, who wants to be, and what may be done about it. */
export function PeoplePanel() {
  const [search, setSearch] = useState('');
  const { meeting } = session;
  const count = meeting.roster.value.size + 1;
  const searches = count >= searchFrom;
  const people = peopleOf(meeting.self.value, meeting.roster.value, searches ? search : '', language.value);
  return (
    <Panel title={t('people.title', { count })}>
      {searches && (
        <div class="people-search">
          <input
            class="field"
            type="search"
            data-testid="people-search"
            value={search}
            aria-label={t('people.search')}
            placeholder={t('people.search')}
            autocomplete="off"
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
        </div>
      )}
      <div class="people-scroll">
        {meeting.moderates.value && <LobbyQueue />}
        <ul class="people" aria-label={t('people.list')}>
          {people.map((person) => (
            <PersonLine key={person.id} person={person} />
          ))}
        </ul>
        {people.length === 0 && (
          <p class="people-none" role="status">
            {t('people.none')}
          </p>
        )}
      </div>
      <RoomWide />
    </Panel>
  );
}
