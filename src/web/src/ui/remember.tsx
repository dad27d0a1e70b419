import { language, t } from '../i18n/index.ts';
import { go, remember, session } from '../state/app.ts';
import './remember.css';

/** The one switch without which this device keeps nothing. */
export function RememberSwitch({ name }: { name: string }) {
  return (
    <label class="remember">
      <input
        type="checkbox"
        data-testid="remember"
        checked={remember.on.value}
        onChange={(event) => {
          if (event.currentTarget.checked) {
            remember.start({ name: name.trim(), language: language.peek() });
            remember.noteRoom(session.room.peek());
          } else {
            remember.forget();
          }
        }}
      />
      <span>{t('remember')}</span>
    </label>
  );
}

/** Rooms this device was asked to remember, and the one click that forgets everything. */
export function RecentRooms() {
  if (!remember.on.value) {
    return null;
  }
  return (
    <section class="recent" aria-labelledby="recent-title">
      <h2 id="recent-title">{t('remember.rooms')}</h2>
      <ul>
        {remember.memory.value.rooms.map((room) => (
          <li key={room}>
            <button type="button" class="secondary small" data-testid="recent-room" onClick={() => go(room)}>
              {room}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="quiet small" data-testid="forget" onClick={() => remember.forget()}>
        {t('remember.forget')}
      </button>
    </section>
  );
}
