/** A line of the report: what it is about, and a value that names nobody. */
export interface ReportLine {
  readonly label: ReportLabel;
  readonly value: string;
}

export type ReportLabel =
  | 'time'
  | 'view'
  | 'connection'
  | 'frame'
  | 'secure'
  | 'online'
  | 'browser'
  | 'language'
  | 'screen'
  | 'window'
  | 'cores'
  | 'devices'
  | 'mic'
  | 'camera'
  | 'people'
  | 'media'
  | 'path'
  | 'encryption'
  | 'roundtrip'
  | 'bandwidth'
  | 'sent'
  | 'received';

/** What the page knows of itself and of its browser. No member can hold a name, a room or an address. */
export interface Facts {
  readonly atMs: number;
  readonly view: string;
  readonly connection: string;
  readonly embedded: boolean;
  readonly secure: boolean;
  readonly online: boolean;
  readonly userAgent: string;
  readonly language: string;
  readonly screen: readonly [width: number, height: number, pixelRatio: number];
  readonly window: readonly [width: number, height: number];
  readonly cores: number;
  /** Microphones, cameras, loudspeakers: how many. */
  readonly devices: readonly [mics: number, cameras: number, speakers: number];
  readonly mic: string;
  readonly camera: string;
  /** Null outside a room, as are the statistics. */
  readonly people: number | null;
}

type Entry = Readonly<Record<string, unknown>>;

/**
 * The diagnostic report: lines a visitor can read, and copy to whom she likes. Taken from the statistics is only what is named
 * here, numbers and words of closed lists, because browsers also put addresses, names of devices and network interfaces in there.
 */
export function reportLines(facts: Facts, stats: Iterable<Entry>): readonly ReportLine[] {
  const entries = [...stats];
  const yesNo = (flag: boolean) => (flag ? '+' : '–');
  const page: ReportLine[] = [
    // To the minute: the second would tell who of several it was.
    { label: 'time', value: `${new Date(facts.atMs).toISOString().slice(0, 16)}Z` },
    { label: 'view', value: facts.view },
    { label: 'connection', value: facts.connection },
    { label: 'online', value: yesNo(facts.online) },
    { label: 'secure', value: yesNo(facts.secure) },
    { label: 'frame', value: yesNo(facts.embedded) },
    { label: 'browser', value: facts.userAgent },
    { label: 'language', value: facts.language },
    { label: 'screen', value: `${facts.screen[0]} × ${facts.screen[1]} × ${facts.screen[2]}` },
    { label: 'window', value: facts.window.join(' × ') },
    { label: 'cores', value: String(facts.cores) },
    { label: 'devices', value: facts.devices.join(' / ') },
    { label: 'mic', value: facts.mic },
    { label: 'camera', value: facts.camera },
  ];
  return facts.people === null ? page : [...page, { label: 'people', value: String(facts.people) }, ...connectionLines(entries), ...streamLines(entries)];
}

function connectionLines(entries: readonly Entry[]): ReportLine[] {
  const byId = (id: unknown) => entries.find((entry) => entry['id'] === id) ?? {};
  const pair = entries.find((entry) => entry['type'] === 'candidate-pair' && entry['nominated'] === true && entry['state'] === 'succeeded');
  const transport = entries.find((entry) => entry['type'] === 'transport') ?? {};
  const ends = pair ? [byId(pair['localCandidateId']), byId(pair['remoteCandidateId'])] : [];
  return lines('media', [oneOf(transport['iceState'], iceStates), oneOf(transport['dtlsState'], dtlsStates)].join(' '))
    .concat(lines('path', ends.map((end) => [oneOf(end['candidateType'], candidateTypes), oneOf(end['protocol'], ['udp', 'tcp'])].join(' ').trim()).join(' → ')))
    .concat(lines('encryption', [matching(transport['tlsVersion'], /^[0-9A-F]{4}$/), matching(transport['dtlsCipher'], suite), matching(transport['srtpCipher'], suite)].join(' ')))
    .concat(lines('roundtrip', number(pair?.['currentRoundTripTime'], (seconds) => `${Math.round(seconds * 1000)} ms`)))
    .concat(lines('bandwidth', number(pair?.['availableOutgoingBitrate'], (bps) => `${Math.round(bps / 1000)} kbit/s`)));
}

function streamLines(entries: readonly Entry[]): ReportLine[] {
  const codecs = new Map(entries.filter((entry) => entry['type'] === 'codec').map((entry) => [entry['id'], matching(entry['mimeType'], /^(audio|video)\/[A-Za-z0-9-]{1,20}$/)]));
  return entries.flatMap((entry) => {
    const sent = entry['type'] === 'outbound-rtp';
    const count = number(entry[sent ? 'packetsSent' : 'packetsReceived'], String);
    // Slots that never carried anything say nothing.
    if ((!sent && entry['type'] !== 'inbound-rtp') || count === '' || count === '0') {
      return [];
    }
    return lines(
      sent ? 'sent' : 'received',
      [
        codecs.get(entry['codecId']) ?? oneOf(entry['kind'], ['audio', 'video']),
        oneOf(entry['rid'], ['l', 'm', 'h']),
        number(entry['frameWidth'], (width) => `${width}×${number(entry['frameHeight'], String)}`),
        number(entry['framesPerSecond'], (rate) => `${Math.round(rate)}/s`),
        `packets=${count}`,
        ...counters.map((name) => number(entry[name], (value) => (value === 0 ? '' : `${name}=${Math.round(value * 1000) / 1000}`))),
        oneOf(entry['qualityLimitationReason'], ['cpu', 'bandwidth', 'other']),
      ].join(' '),
    );
  });
}

const counters = [
  'packetsLost',
  'retransmittedPacketsSent',
  'nackCount',
  'pliCount',
  'jitter',
  'framesEncoded',
  'framesDecoded',
  'framesDropped',
  'freezeCount',
  'concealedSamples',
] as const;
const iceStates = ['new', 'checking', 'connected', 'completed', 'disconnected', 'failed', 'closed'];
const dtlsStates = ['new', 'connecting', 'connected', 'closed', 'failed'];
const candidateTypes = ['host', 'srflx', 'prflx', 'relay'];
/** Names of cipher suites. */
const suite = /^[A-Z][A-Z0-9_-]{2,60}$/;

/** A line, unless there is nothing to say. */
function lines(label: ReportLabel, value: string): ReportLine[] {
  const tidy = value.replace(/\s+/g, ' ').trim();
  return tidy === '' || tidy === '→' ? [] : [{ label, value: tidy }];
}

function oneOf(value: unknown, known: readonly string[]): string {
  return known.find((word) => word === value) ?? '';
}

function matching(value: unknown, pattern: RegExp): string {
  return typeof value === 'string' && pattern.test(value) ? value : '';
}

function number(value: unknown, write: (value: number) => string): string {
  return typeof value === 'number' && Number.isFinite(value) ? write(value) : '';
}
