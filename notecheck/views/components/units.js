/** From places in code points to places in UTF-16 units, in which a browser counts. */
function toUnits(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (place) => place;
  const starts = [];
  let at = 0;
  for (const character of text) {
    starts.push(at);
    at += character.length;
  }
  starts.push(at);
  return (place) => starts[place] ?? at;
}
