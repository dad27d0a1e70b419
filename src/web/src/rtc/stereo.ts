const opus = /^a=rtpmap:(\d+) opus\/48000\/2\r?$/gim;

/**
 * Asks for both channels of what is received. Chromium decodes Opus to one channel unless its own description says `stereo=1`
 * (RFC 7587 §6.1), which it never writes by itself; Firefox does.
 */
export function hearStereo(sdp: string): string {
  const payloadTypes = new Set([...sdp.matchAll(opus)].map(([, payloadType]) => payloadType));
  return sdp.replace(/^a=fmtp:(\d+) ([^\r\n]*)/gm, (line, payloadType: string, parameters: string) =>
    payloadTypes.has(payloadType) && !/(^|;)\s*stereo=/.test(parameters) ? `${line};stereo=1` : line,
  );
}
