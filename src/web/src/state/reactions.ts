/** What somebody can say with one click; the names are keys of texts. */
export const emojis = [
  { emoji: '👍', name: 'yes' },
  { emoji: '❤️', name: 'heart' },
  { emoji: '👏', name: 'applause' },
  { emoji: '🎉', name: 'party' },
  { emoji: '😂', name: 'laughing' },
  { emoji: '😮', name: 'surprised' },
  { emoji: '🤔', name: 'thinking' },
  { emoji: '👎', name: 'no' },
] as const;
