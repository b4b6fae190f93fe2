// What is asked again and again. Nothing is asked while nobody can see the page, and never twice at once.

const running = new Set();
let paused = false;

/** Calls work every so often while the page can be seen, until the answer is called. */
export function every(ms, work) {
  const task = { work, ms, timer: null, busy: false, over: false };
  running.add(task);
  step(task);
  return () => { task.over = true; clearTimeout(task.timer); running.delete(task); };
}

async function step(task) {
  clearTimeout(task.timer);
  if (task.over || task.busy || document.hidden || paused) return;
  task.busy = true;
  try {
    await task.work();
  } finally {
    task.busy = false;
    if (!task.over) task.timer = setTimeout(() => step(task), task.ms);
  }
}

/** Asks at once for all that is asked again and again. */
export function refreshNow() {
  running.forEach(step);
}

/** Stops asking, or goes on. */
export function pause(yes) {
  paused = yes;
  if (!paused) refreshNow();
}

document.addEventListener('visibilitychange', () => { if (!document.hidden) refreshNow(); });
