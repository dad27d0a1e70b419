import { t } from '../i18n/index.ts';
import { session } from '../state/app.ts';
import { Banners } from './banners.tsx';
import { DiagnosticReport } from './diagnostics.tsx';
import { Home } from './home.tsx';
import { Left } from './left.tsx';
import { LobbyPage } from './lobbypage.tsx';
import { Prejoin } from './prejoin.tsx';
import { Room } from './room.tsx';
import { Sheets } from './sheets.tsx';

const pages = { home: Home, prejoin: Prejoin, lobby: LobbyPage, room: Room, left: Left };

/** The whole page: one of five views, with notices over it. */
export function App() {
  const Page = pages[session.phase.value];
  return (
    <>
      <Announcer />
      <Banners />
      <DiagnosticReport />
      <Sheets />
      <Page key={`${session.phase.value}/${session.room.value}`} />
    </>
  );
}

/** Tells screen readers who comes and goes. */
function Announcer() {
  const event = session.lastEvent.value;
  return (
    <p class="hidden" role="status">
      {event && t(`event.${event.kind}`, { name: event.name })}
    </p>
  );
}
