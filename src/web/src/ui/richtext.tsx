import type { TextBlock, TextSpan } from '../state/gate.ts';

/** The operator's text as elements; nothing in it can become markup. */
export function RichText({ blocks }: { blocks: readonly TextBlock[] }) {
  return blocks.map(({ kind, lines }) => {
    switch (kind) {
      case 'heading':
        return <h2>{lines.map(spans)}</h2>;
      case 'list':
        return <ul>{lines.map((line) => <li>{spans(line)}</li>)}</ul>;
      case 'numbered-list':
        return <ol>{lines.map((line) => <li>{spans(line)}</li>)}</ol>;
      case 'paragraph':
        return <p>{lines.map(spans)}</p>;
    }
  });
}

function spans(line: readonly TextSpan[]) {
  return line.map(({ text, style, href }) => {
    if (href !== undefined) {
      return (
        <a href={href} target="_blank" rel="noopener noreferrer">
          {text}
        </a>
      );
    }
    switch (style) {
      case 'strong':
        return <strong>{text}</strong>;
      case 'emphasis':
        return <em>{text}</em>;
      case 'code':
        return <code>{text}</code>;
      case 'plain':
        return text;
    }
  });
}
