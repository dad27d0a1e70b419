/** One of lucide's icons as the children of its <svg>, made by tools/lucide.mjs at build time. */
declare module 'lucide:*' {
  const children: ReadonlyArray<readonly [tag: string, attributes: Readonly<Record<string, string>>]>;
  export default children;
}

declare module '*.css';
