/** A run of text in one style; with `href` a link, which the server has found safe. */
export interface TextSpan {
  readonly text: string;
  readonly style: 'plain' | 'strong' | 'emphasis' | 'code';
  readonly href?: string;
}

/** A paragraph or heading has one line, a list one per item. */
export interface TextBlock {
  readonly kind: 'paragraph' | 'heading' | 'list' | 'numbered-list';
  readonly lines: readonly (readonly TextSpan[])[];
}

export interface ConsentText {
  readonly title: string;
  readonly blocks: readonly TextBlock[];
}

/** What the server says of this visitor; the texts come along only when they have to be read. */
export interface ConsentState {
  readonly accepted: boolean;
  readonly required: boolean;
  readonly version: string;
  readonly de?: ConsentText;
  readonly en?: ConsentText;
}

/** The server's answers about consent. Every one rejects when the server cannot be reached or refuses. */
export interface ConsentApi {
  read(): Promise<ConsentState>;
  /** Gives the stamp that the cookie holds, for browsers that keep no cookie. */
  accept(version: string, embedded: boolean): Promise<string>;
  withdraw(): Promise<void>;
}

const address = '/consent';

export const consentApi: ConsentApi = {
  read: async () => (await ask({ cache: 'no-store' })).json() as Promise<ConsentState>,
  accept: async (version, embedded) => {
    const answer = await ask({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ version, embedded }) });
    return ((await answer.json()) as { grant: string }).grant;
  },
  withdraw: async () => void (await ask({ method: 'DELETE' })),
};

async function ask(init: RequestInit): Promise<Response> {
  const answer = await fetch(address, init);
  if (!answer.ok) {
    throw new Error(`${address}: ${answer.status}`);
  }
  return answer;
}
