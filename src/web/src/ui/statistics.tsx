import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { ts } from '../i18n/settings.ts';
import { watchDetails, type Details, type StreamDetails } from '../state/details.ts';
import { statisticsOpen } from '../state/sheets.ts';
import { Dialog } from './dialog.tsx';

type Row = readonly [what: string, value: string];

/** The call in numbers. What is copied names nobody. */
export function Statistics() {
  const [details, setDetails] = useState<Details | null>(null);
  const [copied, setCopied] = useState<boolean | null>(null);
  useEffect(() => watchDetails(setDetails), []);
  const copy = () =>
    navigator.clipboard.writeText(details ? textOf(details) : '').then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <Dialog title={ts('statistics.title')} onClose={() => (statisticsOpen.value = false)} testId="statistics" wide>
      {details ? <Numbers details={details} /> : <p>{ts('statistics.none')}</p>}
      <div class="settings-row">
        <button type="button" class="primary" data-testid="statistics-copy" aria-disabled={!details} onClick={() => void copy().catch(() => setCopied(false))}>
          {ts('statistics.copy')}
        </button>
        <span role="status">{copied !== null && ts(copied ? 'statistics.copied' : 'statistics.not-copied')}</span>
      </div>
      <p class="options-note">{ts('statistics.copy.note')}</p>
    </Dialog>
  );
}

function Numbers({ details }: { details: Details }) {
  return (
    <>
      <dl class="figures" data-testid="statistics-line">
        {lineRows(details).map(([what, value]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Streams title={ts('statistics.sent')} streams={details.sent} />
      <Streams title={ts('statistics.received')} streams={details.received} />
    </>
  );
}

function Streams({ title, streams }: { title: string; streams: readonly StreamDetails[] }) {
  return (
    <section class="settings-group">
      <h3>{title}</h3>
      {streams.length === 0 ? (
        <p class="options-note">{ts('statistics.nothing')}</p>
      ) : (
        <div class="figures-scroll" tabIndex={0} role="group" aria-label={title}>
          <table class="figures-table">
            <thead>
              <tr>
                <th scope="col">{ts('statistics.what')}</th>
                <th scope="col">{ts('statistics.rate')}</th>
                <th scope="col">{ts('statistics.size')}</th>
                <th scope="col">{ts('statistics.codec')}</th>
                <th scope="col">{ts('statistics.lost')}</th>
              </tr>
            </thead>
            <tbody>
              {streams.map((stream) => (
                <tr key={`${stream.name}/${stream.kind}/${stream.layer}`}>
                  <th scope="row" dir="auto">
                    {whatOf({ ...stream, layer: '' }, stream.name)}
                  </th>
                  <td>{ts('statistics.kbps', { kbps: stream.kbps })}</td>
                  <td>{sizeOf(stream)}</td>
                  <td>{stream.codec}</td>
                  <td>{percent(stream.lost)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function lineRows({ upKbps, downKbps, rttMs, availableUpKbps, route }: Details): readonly Row[] {
  return [
    [ts('statistics.up'), ts('statistics.kbps', { kbps: upKbps })],
    [ts('statistics.down'), ts('statistics.kbps', { kbps: downKbps })],
    [ts('statistics.rtt'), `${rttMs} ms`],
    [ts('statistics.available'), availableUpKbps ? ts('statistics.kbps', { kbps: availableUpKbps }) : '–'],
    [ts('statistics.route'), route ? ts(`route.${route}`) : '–'],
  ];
}

function whatOf({ kind, layer }: StreamDetails, name: string): string {
  const what = kind === 'screen-audio' ? ts('statistics.screen-audio') : t(`device.${kind}`);
  return [name, layer ? `${what} ${layer}` : what].filter((part) => part !== '').join(' · ');
}

function sizeOf({ width, height, fps, limitedBy }: StreamDetails): string {
  const size = width > 0 ? `${width}×${height}, ${fps}/s` : '–';
  return limitedBy ? `${size} (${ts(`statistics.limited.${limitedBy}`)})` : size;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

/** The same as text, with numbers instead of names: it is meant to be passed on. */
function textOf(details: Details): string {
  const names = [...new Set(details.received.map(({ name }) => name))];
  const line = (stream: StreamDetails) => {
    const who = stream.name === '' ? '' : ts('statistics.person', { number: names.indexOf(stream.name) + 1 });
    return `  ${whatOf(stream, who)}: ${ts('statistics.kbps', { kbps: stream.kbps })}, ${sizeOf(stream)}, ${stream.codec}, ${ts('statistics.lost')} ${percent(stream.lost)}`;
  };
  return [
    ...lineRows(details).map(([what, value]) => `${what}: ${value}`),
    `${ts('statistics.sent')}:`,
    ...details.sent.map(line),
    `${ts('statistics.received')}:`,
    ...details.received.map(line),
  ].join('\n');
}
