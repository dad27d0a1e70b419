import { session } from '../state/app.ts';
import { openDialogs } from '../state/newsplace.ts';
import { isSelfTest } from '../state/route.ts';
import { Announcements } from './announcements.tsx';
import { Banners } from './banners.tsx';
import { DiagnosticReport } from './diagnostics.tsx';
import { Home } from './home.tsx';
import { Left } from './left.tsx';
import { lazy } from './lazy.tsx';
import { LobbyPage } from './lobbypage.tsx';
import { Prejoin } from './prejoin.tsx';
import { Room } from './room.tsx';
import { Sheets } from './sheets.tsx';

const pages = { home: Home, prejoin: Prejoin, lobby: LobbyPage, room: Room, left: Left };

const SelfTestPage = lazy(() => import('./selftest.tsx').then(({ SelfTestPage }) => SelfTestPage));

/** The whole page: one of five views, with notices over it. */
export function App() {
  const Page = session.phase.value === 'home' && isSelfTest(location.pathname) ? SelfTestPage : pages[session.phase.value];
  return (
    <>
      {openDialogs.value.length === 0 && <Announcements />}
      <Banners />
      <DiagnosticReport />
      <Sheets />
      <Page key={`${session.phase.value}/${session.room.value}`} />
    </>
  );
}
