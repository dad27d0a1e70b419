import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A component whose script is loaded when it is first shown; until then, and if the server does not answer, there is nothing. */
export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;
  return function Later(props: Props) {
    const [Shown, setShown] = useState(() => loaded);
    useEffect(() => {
      if (!Shown) {
        // Another attempt follows when it is shown again.
        load().then(
          (component) => setShown(() => (loaded = component)),
          () => undefined,
        );
      }
    }, [Shown]);
    return Shown ? <Shown {...props} /> : null;
  };
}
