'use strict'

const tasks = new Map()
exports.add = (name, done = false) => tasks.set(name, done)
exports.open = () => [...tasks].filter(([, done]) => !done).map(([name]) => name)
