import type { Source } from './sources.ts';

interface Layer {
  readonly rid?: string;
  readonly scaleResolutionDownBy: number;
  readonly maxBitrate: number;
}

/**
 * Simulcast layers of a 1280x720 camera: 320x180, 640x360 and 1280x720. Browsers' own defaults differ, so both numbers are set
 * for every layer. The bit rates are libwebrtc's ceilings for these sizes, rounded.
 */
export const cameraLayers: readonly Layer[] = [
  { rid: 'l', scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  { rid: 'm', scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  { rid: 'h', scaleResolutionDownBy: 1, maxBitrate: 1_700_000 },
];

/** A shared screen is sent once, unscaled; 2.5 Mbit/s keeps text sharp at 1080p. */
const screenLayer: Layer = { scaleResolutionDownBy: 1, maxBitrate: 2_500_000 };

/** What the visitor chose about sending. */
export interface SendChoice {
  /** Stereo music instead of speech. */
  readonly music: boolean;
  /** As little data as possible. */
  readonly saver: boolean;
}

const plain: SendChoice = { music: false, saver: false };

/** Speech is transparent at 40 kbit/s Opus mono; shared sound may be music in stereo. */
const audioBitrates: Partial<Record<Source, number>> = { mic: 40_000, 'screen-audio': 128_000 };

/** Opus stereo music is transparent at 128 kbit/s; 24 kbit/s still carry speech in full width (RFC 7587 §3.1.1). */
const musicBitrate = 128_000;
const saverMicBitrate = 24_000;

/** Writes our limits into what `getParameters` returned (the same object has to go back into `setParameters`). */
export function limitEncodings(source: Source, parameters: RTCRtpSendParameters, choice: SendChoice = plain): RTCRtpSendParameters {
  for (const [index, encoding] of (parameters.encodings ?? []).entries()) {
    const layer = layerOf(source, encoding.rid, index);
    if (layer) {
      encoding.scaleResolutionDownBy = layer.scaleResolutionDownBy;
      encoding.maxBitrate = layer.maxBitrate;
      if (source === 'camera') {
        // Whoever saves data sends the smallest layer alone.
        encoding.active = !choice.saver || layer === cameraLayers[0];
      }
    }
    const audioBitrate = audioBitrateOf(source, choice);
    if (audioBitrate !== undefined) {
      encoding.maxBitrate = audioBitrate;
    }
  }
  return parameters;
}

function audioBitrateOf(source: Source, { music, saver }: SendChoice): number | undefined {
  return source === 'mic' && (music || saver) ? (music ? musicBitrate : saverMicBitrate) : audioBitrates[source];
}

function layerOf(source: Source, rid: string | undefined, index: number): Layer | undefined {
  switch (source) {
    case 'camera':
      return rid === undefined || rid === '' ? cameraLayers[index] : cameraLayers.find((layer) => layer.rid === rid);
    case 'screen':
      return screenLayer;
    default:
      return undefined;
  }
}
