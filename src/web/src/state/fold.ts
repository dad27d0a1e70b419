/**
 * Which controls stay in a row that has room for so many: all, or all but the least important ones, with one place less for the
 * button that opens the others. `importance` counts down: 0 is the most important. Answers the indices that stay, in their order.
 */
export function staying(importance: readonly number[], places: number): number[] {
  const all = importance.map((_, index) => index);
  if (importance.length <= places) {
    return all;
  }
  const ranked = [...all].sort((left, right) => importance[left]! - importance[right]! || left - right);
  const stay = new Set(ranked.slice(0, Math.max(0, places - 1)));
  return all.filter((index) => stay.has(index));
}
