'use strict'

const counters = new Map()
exports.add = (name, by = 1) => counters.set(name, (counters.get(name) || 0) + by)
require('./lib/heartbeat').begin()
