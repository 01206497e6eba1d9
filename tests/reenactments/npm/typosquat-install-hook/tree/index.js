'use strict'

exports.chunk = (list, size) => list.length ? [list.slice(0, size), ...exports.chunk(list.slice(size), size)] : []
