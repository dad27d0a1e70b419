/** Browsers that ask for permissions differently. */
export type BrowserName = 'chrome' | 'edge' | 'firefox' | 'safari' | 'ios' | 'android' | 'android-firefox' | 'other';

/** Which browser this is, for the explanation where its switches are. Nothing else depends on it. */
export function browserOf(userAgent: string, touchPoints: number): BrowserName {
  // An iPad calls itself a Mac; Macs have no touch screen. On iOS every browser is Safari within.
  if (/iPhone|iPod|iPad/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1)) {
    return 'ios';
  }
  if (/Android/.test(userAgent)) {
    return /Firefox/.test(userAgent) ? 'android-firefox' : 'android';
  }
  if (/Firefox\//.test(userAgent)) {
    return 'firefox';
  }
  if (/Edg\//.test(userAgent)) {
    return 'edge';
  }
  if (/Chrome\//.test(userAgent)) {
    return 'chrome';
  }
  return /Safari\//.test(userAgent) ? 'safari' : 'other';
}
