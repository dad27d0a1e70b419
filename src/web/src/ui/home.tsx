import { useState } from 'preact/hooks';
import { language, t } from '../i18n/index.ts';
import { go, notices } from '../state/app.ts';
import { maxRoomLength, randomRoomName, roomName } from '../state/names.ts';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import './home.css';
import { Icon } from './icon.tsx';
import { RecentRooms } from './remember.tsx';

/** Start page: a room's name is all it takes. A friendly one stands there already. */
export function Home() {
  const [room, setRoom] = useState(() => randomRoomName(language.peek()));
  const open = (event: Event) => {
    event.preventDefault();
    const name = room.trim() === '' ? randomRoomName(language.peek()) : roomName(room);
    if (name === '') {
      notices.problem('room-name-invalid');
    } else {
      go(name);
    }
  };
  return (
    <div class="page">
      <Header />
      <main class="home" tabIndex={-1}>
        <h1>{t('home.title')}</h1>
        <p class="lead">{t('home.lead')}</p>
        <form class="card" onSubmit={open}>
          <label class="field-label" for="room">
            {t('home.room')}
          </label>
          <div class="home-field">
            <input
              id="room"
              class="field"
              data-testid="home-room"
              value={room}
              maxLength={maxRoomLength}
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              enterkeyhint="go"
              onFocus={(event) => event.currentTarget.select()}
              onInput={(event) => setRoom(event.currentTarget.value)}
            />
            <button type="button" class="secondary square" aria-label={t('home.random')} title={t('home.random')} onClick={() => setRoom(randomRoomName(language.peek()))}>
              <Icon name="dices" />
            </button>
          </div>
          <button type="submit" class="primary large" data-testid="home-start">
            {t('home.start')}
            <Icon name="arrow-right" />
          </button>
        </form>
        <RecentRooms />
      </main>
      <Footer />
    </div>
  );
}
