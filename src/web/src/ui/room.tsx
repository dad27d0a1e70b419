import { session } from '../state/app.ts';
import { useFocusOnEntry } from './focus.ts';
import { Alone } from './alone.tsx';
import { Panels } from './panels.tsx';
import { ReactionLayer } from './reactionlayer.tsx';
import './room.css';
import { RoomMessages } from './roommessages.tsx';
import { StageView } from './stage.tsx';
import { Toolbar } from './toolbar.tsx';
import { TopBar } from './topbar.tsx';

/** The room: people fill the page, the controls stay at its edge. */
export function Room() {
  const main = useFocusOnEntry();
  return (
    <div class="room">
      <TopBar />
      <main ref={main} class="room-main" tabIndex={-1} aria-label={session.room.value}>
        <RoomMessages />
        <StageView />
        <ReactionLayer />
        <Alone />
      </main>
      <Panels />
      <Toolbar />
    </div>
  );
}
