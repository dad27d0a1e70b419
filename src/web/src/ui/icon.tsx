import arrowDown from 'lucide:arrow-down';
import arrowRight from 'lucide:arrow-right';
import ban from 'lucide:ban';
import chartColumn from 'lucide:chart-column';
import check from 'lucide:check';
import chevronLeft from 'lucide:chevron-left';
import chevronRight from 'lucide:chevron-right';
import chevronUp from 'lucide:chevron-up';
import circleAlert from 'lucide:circle-alert';
import circleX from 'lucide:circle-x';
import copy from 'lucide:copy';
import dices from 'lucide:dices';
import doorOpen from 'lucide:door-open';
import download from 'lucide:download';
import ellipsis from 'lucide:ellipsis';
import ellipsisVertical from 'lucide:ellipsis-vertical';
import eyeOff from 'lucide:eye-off';
import hand from 'lucide:hand';
import hourglass from 'lucide:hourglass';
import keyRound from 'lucide:key-round';
import languages from 'lucide:languages';
import layoutGrid from 'lucide:layout-grid';
import link from 'lucide:link';
import lock from 'lucide:lock';
import logOut from 'lucide:log-out';
import maximize from 'lucide:maximize';
import messageSquare from 'lucide:message-square';
import messageSquareX from 'lucide:message-square-x';
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
import qrCode from 'lucide:qr-code';
import refreshCw from 'lucide:refresh-cw';
import send from 'lucide:send';
import settings from 'lucide:settings';
import shieldOff from 'lucide:shield-off';
import shieldPlus from 'lucide:shield-plus';
import slidersHorizontal from 'lucide:sliders-horizontal';
import smile from 'lucide:smile';
import speech from 'lucide:speech';
import table from 'lucide:table';
import trash from 'lucide:trash';
import userPlus from 'lucide:user-plus';
import userX from 'lucide:user-x';
import users from 'lucide:users';
import video from 'lucide:video';
import videoOff from 'lucide:video-off';
import volume from 'lucide:volume-2';
import x from 'lucide:x';
import { h } from 'preact';

const icons = {
  'arrow-down': arrowDown,
  'arrow-right': arrowRight,
  ban,
  'chart-column': chartColumn,
  check,
  'chevron-left': chevronLeft,
  'chevron-right': chevronRight,
  'chevron-up': chevronUp,
  'circle-alert': circleAlert,
  'circle-x': circleX,
  copy,
  dices,
  'door-open': doorOpen,
  download,
  ellipsis,
  'ellipsis-vertical': ellipsisVertical,
  'eye-off': eyeOff,
  hand,
  hourglass,
  'key-round': keyRound,
  languages,
  'layout-grid': layoutGrid,
  link,
  lock,
  'log-out': logOut,
  maximize,
  'message-square': messageSquare,
  'message-square-x': messageSquareX,
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
  'qr-code': qrCode,
  'refresh-cw': refreshCw,
  send,
  settings,
  'shield-off': shieldOff,
  'shield-plus': shieldPlus,
  'sliders-horizontal': slidersHorizontal,
  smile,
  speech,
  table,
  trash,
  'user-plus': userPlus,
  'user-x': userX,
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
