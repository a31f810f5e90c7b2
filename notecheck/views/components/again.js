// Asks for another run of the page after a moment. Each run that still waits says so with another count.
const MOMENT = 2000; // ms
const timers = new WeakMap();

export default ({ parentElement, data, setTriggerValue }) => {
  clearTimeout(timers.get(parentElement));
  if (data.count) timers.set(parentElement, setTimeout(() => setTriggerValue("due", Date.now()), MOMENT));
  return () => clearTimeout(timers.get(parentElement));
};
