/** What one participant can send; each has its section in the server's offer. */
export type Source = 'mic' | 'camera' | 'screen' | 'screen-audio';

/** The media section (mid) of each source: fixed by the server, the same in every offer. */
export const sourceMids: Readonly<Record<Source, string>> = {
  mic: 'mic',
  camera: 'cam',
  screen: 'screen',
  'screen-audio': 'screen-audio',
};

export const sources = Object.keys(sourceMids) as readonly Source[];
