import arrowDown from 'lucide:arrow-down';
import arrowRight from 'lucide:arrow-right';
import chartColumn from 'lucide:chart-column';
import check from 'lucide:check';
import chevronLeft from 'lucide:chevron-left';
import chevronRight from 'lucide:chevron-right';
import chevronUp from 'lucide:chevron-up';
import circleAlert from 'lucide:circle-alert';
import dices from 'lucide:dices';
import download from 'lucide:download';
import ellipsis from 'lucide:ellipsis';
import eyeOff from 'lucide:eye-off';
import hand from 'lucide:hand';
import hourglass from 'lucide:hourglass';
import languages from 'lucide:languages';
import layoutGrid from 'lucide:layout-grid';
import link from 'lucide:link';
import lock from 'lucide:lock';
import logOut from 'lucide:log-out';
import maximize from 'lucide:maximize';
import messageSquare from 'lucide:message-square';
import mic from 'lucide:mic';
import micOff from 'lucide:mic-off';
import minimize from 'lucide:minimize';
import monitorUp from 'lucide:monitor-up';
import monitorX from 'lucide:monitor-x';
import move from 'lucide:move';
import pictureInPicture from 'lucide:picture-in-picture';
import pin from 'lucide:pin';
import pinOff from 'lucide:pin-off';
import plus from 'lucide:plus';
import refreshCw from 'lucide:refresh-cw';
import send from 'lucide:send';
import settings from 'lucide:settings';
import smile from 'lucide:smile';
import table from 'lucide:table';
import trash from 'lucide:trash';
import users from 'lucide:users';
import video from 'lucide:video';
import videoOff from 'lucide:video-off';
import volume from 'lucide:volume-2';
import x from 'lucide:x';
import { h } from 'preact';

const icons = {
  'arrow-down': arrowDown,
  'arrow-right': arrowRight,
  'chart-column': chartColumn,
  check,
  'chevron-left': chevronLeft,
  'chevron-right': chevronRight,
  'chevron-up': chevronUp,
  'circle-alert': circleAlert,
  dices,
  download,
  ellipsis,
  'eye-off': eyeOff,
  hand,
  hourglass,
  languages,
  'layout-grid': layoutGrid,
  link,
  lock,
  'log-out': logOut,
  maximize,
  'message-square': messageSquare,
  mic,
  'mic-off': micOff,
  minimize,
  'monitor-up': monitorUp,
  'monitor-x': monitorX,
  move,
  'picture-in-picture': pictureInPicture,
  pin,
  'pin-off': pinOff,
  plus,
  'refresh-cw': refreshCw,
  send,
  settings,
  smile,
  table,
  trash,
  users,
  video,
  'video-off': videoOff,
  volume,
  x,
} as const;

export type IconName = keyof typeof icons;

/** A picture beside a text; never the only name of a control. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {icons[name].map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  );
}
