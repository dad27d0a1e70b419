import { notices, session } from '../state/app.ts';
import { openDialogs, placeOfNotice, placeOfSpeech, placeOfTrouble, type OpenDialog } from '../state/newsplace.ts';
import { Announcements } from './announcements.tsx';
import { ConnectionBanner, NoticeBanner } from './banners.tsx';

/** What is told while a dialogue is open: inside of it, for the page around it is out of reach. */
export function DialogNews({ place }: { place: OpenDialog | null }) {
  const dialogs = openDialogs.value;
  if (place === null) {
    return null; // about to open
  }
  const troubled = session.phase.value === 'room' && session.connection.value !== 'connected';
  const here = notices.list.value.filter(({ id }) => placeOfNotice(dialogs, id) === place);
  return (
    <div class="dialog-news">
      {placeOfSpeech(dialogs) === place && <Announcements />}
      {troubled && placeOfTrouble(dialogs) === place && <ConnectionBanner />}
      {here.map((notice) => (
        <NoticeBanner key={notice.id} notice={notice} />
      ))}
    </div>
  );
}
