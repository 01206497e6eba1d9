'use strict'

const { load } = require('./config')
const { order } = require('./graph')
const { start } = require('./task')

/** Run the wanted tasks and all they need. */
async function run (tasks, wanted) {
  for (const name of order(tasks, wanted.length ? wanted : Object.keys(tasks))) {
    const begun = Date.now()
    await start(tasks[name].run)
    console.log(`${name.padEnd(9)}done in ${((Date.now() - begun) / 1000).toFixed(1)} s`)
  }
}

module.exports = { load, order, run }
