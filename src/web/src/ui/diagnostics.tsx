import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { closeDiagnostics, diagnosticsOpen } from '../state/diagnostics.ts';
import './diagnostics.css';

/** The diagnostic report over whatever page is shown, once somebody has opened it; only then is its script loaded. */
export function DiagnosticReport() {
  const [shown, setShown] = useState<{ Dialog: ComponentType } | null>(null);
  const open = diagnosticsOpen.value;
  useEffect(() => {
    if (open && !shown) {
      import('./diagnosticdialog.tsx').then(({ DiagnosticDialog }) => setShown({ Dialog: DiagnosticDialog }), closeDiagnostics);
    }
  }, [open, shown]);
  return open && shown ? <shown.Dialog /> : null;
}
