'use strict'

const anchorages = []

/** Add an anchorage and return how many there are. */
exports.add = (name, depth) => anchorages.push({ name, depth })
exports.deeper = (depth) => anchorages.filter((one) => one.depth > depth)
