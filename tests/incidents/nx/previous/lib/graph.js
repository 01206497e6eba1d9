'use strict'

/** Return the wanted tasks after all that they need. */
function order (tasks, wanted) {
  const done = []
  const path = []
  function visit (name) {
    if (done.includes(name)) return
    if (path.includes(name)) throw new Error(`cycle: ${[...path, name].join(' > ')}`)
    path.push(name)
    for (const need of tasks[name].needs || []) visit(need)
    path.pop()
    done.push(name)
  }
  wanted.forEach(visit)
  return done
}

module.exports = { order }
