'use strict'

exports.grid = (w, h) => Array.from({ length: h }, () => Array(w).fill(0))
